/* The words of the forms. A theme has them in its i18n files; English stands in for what is
 * missing, so that no stick goes out without a word to the stranger who finds it. */
#include "forms/parts.h"

static const struct word_row {
    const char *key, *english;
} words[] = {
    {"start_contents", "Contents"},
    {"book_elsewhere", "not in this book"},
    {"usb_open", "Open the file START.html. It opens in any browser, on a computer or a phone, and "
                 "needs no internet."},
    {"usb_phone", "For a phone, START.html alone is enough: copy it there and open it."},
    {"usb_site", "If START.html opens slowly, open the folder “site” and in it the file "
                 "index.html: the same pages, one by one."},
    {"usb_book", "The files that end in .epub are the same pages as a book, for reading apps and "
                 "e-readers."},
    {"usb_print", "The folder “print” holds sheets, cards and booklets for a printer, as PDF."},
    {"usb_tails", "In Tails, Tor Browser may read only the folder “Tor Browser”. Copy everything "
                  "there before you open it: into Home, “Tor Browser”, or into Persistent, “Tor "
                  "Browser”."},
    {"usb_history", "The pages send nothing and count nobody. But the browser and the device may "
                    "remember what you opened: the history stays until you delete it. A private "
                    "window remembers less. Tails forgets when you shut it down."},
    {"usb_check", "VERIFY.txt says how to check that nobody has changed these files."},
    {"usb_pack", "Pack {pack}, number {serial}, made {date}."},
    {"usb_expires", "Replace it after {expires}."},
    {"verify_title", "How to check that nobody has changed these files"},
    {"verify_key", "You need the public key of the people who made this pack. Get it by another "
                   "way than these files: from a person you trust, or from a page you knew before. "
                   "A key that lies beside the files proves nothing."},
    {"verify_files", "What is signed is the ZIP file, {zip}. Its signature is the file with the "
                     "same name and .minisig behind it. Put both and the key into one folder."},
    {"verify_minisign", "With minisign:"},
    {"verify_pamphlet", "With pamphlet, which also looks into every file:"},
    {"verify_bad", "If the answer is anything but good, do not open the files, and do not hand "
                   "them on."},
    {"verify_digests", "If you have only this folder: MANIFEST.txt lists the SHA-256 digest of "
                       "every file. On Linux, in this folder, this compares them; it proves "
                       "nothing more than that the list and the files belong together, so compare "
                       "MANIFEST.txt with the one in a ZIP that you have checked:"},
};

struct str kit_word(const struct kit *k, uint32_t language, const char *key) {
    struct str found = site_string(k->site, language, str_from(key));
    for (size_t i = 0; found.p == NULL && i < ARRAY_LEN(words); i++)
        if (strcmp(words[i].key, key) == 0)
            found = str_from(words[i].english);
    return found.p == NULL ? str_lit("") : found;
}
