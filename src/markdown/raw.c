/* Raw HTML is refused, with what to write instead. */
#include "markdown/write.h"

struct advice {
    const char *names; /* separated by spaces, with one at both ends */
    const char *text;
};

static const struct advice advices[] = {
    {" br ", "end the line with a backslash for a line break"},
    {" b strong ", "write **bold**"},
    {" i em ", "write *emphasis*"},
    {" u ins mark span font small big center ", "write *emphasis* or **bold**"},
    {" s del strike ", "write ~~struck~~"},
    {" a ", "write [text](address)"},
    {" img picture ", "write ![what it shows](images/name.png)"},
    {" h1 h2 h3 h4 h5 h6 ", "write ## before a heading"},
    {" hr ", "write --- on a line of its own"},
    {" p div section article aside header footer main nav ",
     "leave an empty line between paragraphs"},
    {" ul ol li dl dt dd ", "write - or 1. before each item"},
    {" table thead tbody tr td th caption col colgroup ", "write a table with | between cells"},
    {" code pre kbd samp tt var ", "write `code`, or ``` on lines before and after"},
    {" blockquote q ", "write > before a quote"},
    {" sup sub ", "write the character itself, like \xc2\xb2 or \xe2\x82\x82, or a footnote [^1]"},
    {" details summary ", "write a heading; pages fold nothing"},
    {" script style link iframe object embed form input button video audio svg math ",
     "remove it; pages hold text, links and images only"},
};

static struct str tag_name(struct str html) {
    size_t from = html.len > 1 && html.p[1] == '/' ? 2 : 1, to = from;
    while (to < html.len && ascii_is_alnum(html.p[to]))
        to++;
    return str_slice(html, from, to);
}

static const char *advice_for(struct str html) {
    if (str_starts(html, str_lit("<!--")))
        return "remove the comment, or keep notes to yourself in another file";
    struct str name = tag_name(html);
    char key[16];
    if (name.len == 0 || name.len > sizeof(key) - 3)
        return NULL;
    size_t n = 0;
    key[n++] = ' ';
    for (size_t i = 0; i < name.len; i++)
        key[n++] = ascii_lower(name.p[i]);
    key[n++] = ' ';
    for (size_t i = 0; i < ARRAY_LEN(advices); i++)
        if (str_find(str_from(advices[i].names), str_of(key, n)) != SIZE_MAX)
            return advices[i].text;
    return NULL;
}

void raw_refuse(struct writer *w, struct str html, struct place at) {
    html = str_trim(html);
    const char *advice = advice_for(html);
    size_t shown = 0;
    while (shown < html.len && shown < 40 && html.p[shown] != '\n' && html.p[shown] != '>')
        shown++;
    if (shown < html.len && html.p[shown] == '>')
        shown++;
    while (shown > 0 && shown < html.len && ((unsigned char)html.p[shown] & 0xc0) == 0x80)
        shown--;
    at.width = (uint32_t)shown;
    job_error(w->job, at, "markdown/raw-html", "'%.*s' is HTML, which pages do not take; %s",
              (int)shown, html.p,
              advice != NULL ? advice : "write Markdown, or \\< for the sign itself");
}
