# The two commands of the README:
#   make dist    install what is missing, build, write the packs of this repo's own content
#   make check   install what the tests need and pass them
# make help lists the others.

MODE ?= release
CC ?= cc
PREFIX ?= /usr/local
B = build/$(MODE)

PKGS = libzip lua5.4 libcmark yaml-0.1 libdeflate libsodium nettle libqrencode libpng zlib libutf8proc jansson pangoft2 harfbuzz harfbuzz-subset
# Opened by `serve` when it starts (src/serve/mhd.c): no other verb has it, or the TLS below it, in its process.
OPENED = libmicrohttpd
BUILD_DEBS = pkg-config gcc libc6-dev libcmark-dev libzip-dev liblua5.4-dev libyaml-dev \
             libdeflate-dev libsodium-dev nettle-dev libqrencode-dev libpng-dev zlib1g-dev libutf8proc-dev libmicrohttpd-dev \
             libseccomp-dev libjansson-dev libpango1.0-dev libharfbuzz-dev fonts-dejavu-core
CHECK_DEBS = $(BUILD_DEBS) libcmocka-dev bats curl strace cmark cmark-gfm minisign zbar-tools unzip libimage-exiftool-perl \
             libjpeg-turbo-progs webp epubcheck zim-tools python3 python3-pil python3-html5lib python3-lxml python3-yaml nginx-light tor gnupg \
             valgrind python3-jsonschema zsh fish poppler-utils qpdf fonts-noto-color-emoji \
             fonts-dejavu-extra fonts-inter-variable
BENCH_DEBS = $(BUILD_DEBS) hugo hyperfine python3
BROWSER_DEBS = zbar-tools chromium firefox-esr fonts-dejavu fonts-noto-core nodejs npm

WARN = -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes \
       -Wvla -Wformat=2
JUMPS.x86_64 = -fcf-protection# no compiler knows another processor's
JUMPS.aarch64 = -mbranch-protection=standard
HARDEN := -fstack-protector-strong -fstack-clash-protection -fPIE $(JUMPS.$(firstword $(subst -, ,$(shell $(CC) -dumpmachine))))
LINK_HARDEN = -pie -Wl,-z,relro,-z,now -Wl,-z,noexecstack
CFLAGS.release = -O2 -g -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3
CFLAGS.asan = -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
LDFLAGS.asan = -fsanitize=address,undefined
ifdef CI
WARN += -Werror
endif

# Headers of libraries are not ours to warn about.
PKG_CFLAGS := $(patsubst -I%,-isystem %,$(shell pkg-config --cflags $(PKGS) $(OPENED) 2>/dev/null))
PKG_LIBS := $(shell pkg-config --libs $(PKGS) 2>/dev/null)
ALL_CFLAGS = -std=c17 -D_POSIX_C_SOURCE=200809L -Isrc -I$(B)/gen $(WARN) $(HARDEN) \
             $(CFLAGS.$(MODE)) $(PKG_CFLAGS) -MMD -MP $(CFLAGS)
ALL_LIBS = $(LDFLAGS.$(MODE)) $(LINK_HARDEN) $(LDFLAGS) $(PKG_LIBS) -lpthread -lm

SRC := $(sort $(wildcard src/*/*.c))
LUA := $(sort $(wildcard lua/*.lua))
THEME := $(sort $(shell find themes/plain -type f))
SCAFFOLD := $(sort $(wildcard src/scaffold/texts/*))
PREVIEW := $(sort $(wildcard src/serve/texts/*))
KIT := $(sort $(wildcard src/build/texts/*))
OBJ := $(SRC:src/%.c=$(B)/%.o) $(B)/gen/lua.o $(B)/gen/theme.o $(B)/gen/scaffold.o \
       $(B)/gen/preview.o $(B)/gen/kit.o $(B)/gen/filter.o
UNIT := $(sort $(wildcard tests/unit/*/test_*.c))
UNIT_BIN := $(UNIT:tests/unit/%.c=$(B)/unit/%)
TOOL_BIN := $(patsubst tests/tools/%.c,$(B)/tools/%,$(wildcard tests/tools/*.c))

all: $(B)/pamphlet ## build the program only

$(B)/pamphlet: $(B)/main.o $(B)/libpamphlet.a
	@echo LD $@ && $(CC) -o $@ $^ $(ALL_LIBS)
$(B)/libpamphlet.a: $(OBJ)
	@rm -f $@
	@echo AR $@ && $(AR) rcs $@ $^
$(B)/%.o: src/%.c
	@mkdir -p $(@D)
	@echo CC $< && $(CC) $(ALL_CFLAGS) -c -o $@ $<
# Programs of the tests: tests/tools/x.c is $(B)/tools/x. Fuzz targets have libFuzzer's main in MODE=fuzz (clang),
# else one that replays files.
MAIN.fuzz = $(if $(filter fuzz,$(MODE)),-fsanitize=fuzzer,tests/fuzz/driver.c)
$(B)/%: tests/%.c $(B)/libpamphlet.a tests/fuzz/driver.c
	@mkdir -p $(@D)
	@echo CC $< && $(CC) $(ALL_CFLAGS) -Itests/unit -o $@ $< $(MAIN.$(firstword $(subst /, ,$*))) $(B)/libpamphlet.a \
	    $(ALL_LIBS) $(if $(filter unit/%,$*),-lcmocka)
# What ships with pamphlet, as bytes in the program: its Lua, its theme, the files of `pamphlet new`.
# The folders are named too: a file that goes away changes them.
$(B)/gen/lua.c: $(LUA) lua src/embed.sh
	@mkdir -p $(@D)
	@echo EMBED $@ && src/embed.sh script/state.h script_module script_modules $(LUA) > $@.new && mv $@.new $@
$(B)/gen/theme.c: $(THEME) $(sort $(dir $(THEME))) src/embed.sh
	@mkdir -p $(@D)
	@echo EMBED $@ && src/embed.sh site/parts.h builtin_file theme_builtin $(THEME) > $@.new && mv $@.new $@
$(B)/gen/scaffold.c: $(SCAFFOLD) src/scaffold/texts src/embed.sh
	@mkdir -p $(@D)
	@echo EMBED $@ && src/embed.sh scaffold/files.h scaffold_file scaffold_files $(SCAFFOLD) > $@.new && mv $@.new $@
$(B)/gen/preview.c: $(PREVIEW) src/serve/texts src/embed.sh
	@mkdir -p $(@D)
	@echo EMBED $@ && src/embed.sh serve/parts.h preview_file preview_files $(PREVIEW) > $@.new && mv $@.new $@
$(B)/gen/kit.c: $(KIT) src/build/texts src/embed.sh
	@mkdir -p $(@D)
	@echo EMBED $@ && src/embed.sh build/stages.h kit_file kit_files $(KIT) > $@.new && mv $@.new $@
# The seccomp filter: made by libseccomp for this architecture, and part of the program.
$(B)/gen/filter.c: src/filter.c $(wildcard src/wall/*.def) src/wall/parts.h
	@mkdir -p $(@D)
	@echo FILTER $@ && $(CC) $(filter-out -M%,$(ALL_CFLAGS)) -o $(@:.c=) $< $(LDFLAGS.$(MODE)) -lseccomp && $(@:.c=) > $@.new && mv $@.new $@
$(B)/gen/%.o: $(B)/gen/%.c
	@echo CC $< && $(CC) $(ALL_CFLAGS) -c -o $@ $<
dist: ## install what is missing, build, write the packs of content/ to dist/
	@tests/tools/install-debs $(BUILD_DEBS)
	@$(MAKE) --no-print-directory all
	$(B)/pamphlet build

check: ## install what the tests need and run them all
	@tests/tools/install-debs $(CHECK_DEBS)
	@tests/run

check-asan: ## the same tests with the address and undefined-behaviour sanitizers
	@tests/tools/install-debs $(CHECK_DEBS)
	@MODE=asan tests/run

check-browsers: ## every page in Chromium and Firefox: nothing is asked of anybody; the preview
	@tests/tools/install-debs $(BUILD_DEBS) $(BROWSER_DEBS)
	@$(MAKE) --no-print-directory all
	@tests/browsers/run
	@tests/browsers/late
	@tests/browsers/preview

bench: ## time and memory beside Hugo's over made-up sites: a table, tests/bench/RESULTS.md
	@tests/tools/install-debs $(BENCH_DEBS)
	@$(MAKE) --no-print-directory all $(B)/bench/audit_bench
	@tests/bench/run

unit: $(filter $(B)/unit/$(DIR)/%,$(UNIT_BIN)) ## the unit tests of one folder: make unit DIR=content
	@for t in $^; do $$t || exit 1; done
units: $(UNIT_BIN)
# Small programs that tests drive: $(B)/tools/signtool
tools: $(TOOL_BIN)

golden-accept: all ## rewrite what one golden site should be: make golden-accept CASE=name
	@tests/golden/accept "$(CASE)"

layers: ## who includes whom, against the rows of the design
	@tests/layers.sh
forbid: ## calls that would break "same input, same bytes"
	@tests/forbid.sh

install: all ## install to $(DESTDIR)$(PREFIX)
	install -D -m 0755 $(B)/pamphlet $(DESTDIR)$(PREFIX)/bin/pamphlet
	install -D -m 0644 doc/pamphlet.1 $(DESTDIR)$(PREFIX)/share/man/man1/pamphlet.1
	for shell in bash:bash-completion/completions/pamphlet zsh:zsh/site-functions/_pamphlet \
	    fish:fish/vendor_completions.d/pamphlet.fish; do to=$(DESTDIR)$(PREFIX)/share/$${shell#*:}; \
	    install -D -m 0644 /dev/null $$to && $(B)/pamphlet completions $${shell%%:*} > $$to || exit 1; done
	find themes -type f -exec install -D -m 0644 {} $(DESTDIR)$(PREFIX)/share/pamphlet/{} \;

clean: ## delete what was built (not dist/)
	rm -rf build

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(filter Makefile %.mk,$(MAKEFILE_LIST)) | expand -t 26

include tests/checks.mk doc/doc.mk
-include $(OBJ:.o=.d) $(B)/main.d $(UNIT_BIN:=.d) $(TOOL_BIN:=.d) $(wildcard $(B)/fuzz/*.d)
.PHONY: tools all dist bench check check-asan check-browsers unit units golden-accept layers forbid install clean help
