/* What is wrong with a web address in a field, said so that it can be put right: whatever goes on
 * to a page is refused here and not by the audit, which would name the theme's line. */
#include "content/web.h"

#include <stdio.h>

#include "content/shape.h"
#include "html/html.h"

enum { CODES_ROOM = 16 };

static bool refuse_odd(struct reader *r, struct place at, struct str url, struct str odd) {
    char codes[CODES_ROOM] = "";
    for (size_t i = 0; i < odd.len && i < 4; i++)
        snprintf(codes + 3 * i, sizeof(codes) - 3 * i, "%%%02X", (unsigned)(unsigned char)odd.p[i]);
    return diag_error(r->d, at, "content/url-invalid",
                      "'%s' has '%.*s', which no address holds as it is: write %s",
                      fields_shown(url).p, STR_ARG(odd), codes);
}

bool web_check(struct reader *r, struct place at, struct str url, struct str *host) {
    const char *problem = "is no web address: it starts with https:// or http://, in small letters";
    struct str odd = STR_NONE;
    if (shape_is_web(url, host))
        return true;
    if (str_starts(url, str_lit("https://")) || str_starts(url, str_lit("http://"))) {
        problem = html_address_problem(url);
        odd = html_address_odd(url);
    }
    if (problem != NULL)
        return diag_error(r->d, at, "content/url-invalid", "'%s' %s", fields_shown(url).p, problem);
    if (odd.p != NULL)
        return refuse_odd(r, at, url, odd);
    return diag_error(r->d, at, "content/url-invalid",
                      "'%s' has %zu signs, more than the %d that an address may have",
                      fields_shown(url).p, url.len, SHAPE_URL_MAX);
}
