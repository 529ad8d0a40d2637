# make dist: install what is missing, build, write the packs of this repo's own content
# make check: install what the tests need and pass them
# make help: the rest

MODE ?= release
CC ?= cc
PREFIX ?= /usr/local
PKGS = libzip lua5.4 libcmark yaml-0.1 libdeflate libsodium libqrencode libpng libutf8proc jansson

WARN = -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes \
       -Wvla -Wformat=2
HARDEN = -fstack-protector-strong -fstack-clash-protection -fcf-protection -fPIE
LINK_HARDEN = -pie -Wl,-z,relro,-z,now -Wl,-z,noexecstack
CFLAGS.release = -O2 -g -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3
CFLAGS.asan = -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
LDFLAGS.asan = -fsanitize=address,undefined
ifdef CI
WARN += -Werror
endif

B = build/$(MODE)
PKG_CFLAGS := $(shell pkg-config --cflags $(PKGS) 2>/dev/null)
PKG_LIBS := $(shell pkg-config --libs $(PKGS) 2>/dev/null)
ALL_CFLAGS = -std=c17 -D_POSIX_C_SOURCE=200809L -Isrc -I$(B)/gen $(WARN) $(HARDEN) $(CFLAGS.$(MODE)) \
             $(PKG_CFLAGS) -MMD -MP $(CFLAGS)
ALL_LIBS = $(LDFLAGS.$(MODE)) $(LINK_HARDEN) $(LDFLAGS) $(PKG_LIBS) -lpthread -lm

SRC := $(sort $(wildcard src/*/*.c))
OBJ := $(SRC:src/%.c=$(B)/%.o)
UNIT := $(sort $(wildcard tests/unit/*/test_*.c))
UNIT_BIN := $(UNIT:tests/unit/%.c=$(B)/unit/%)

all: $(B)/pamphlet

$(B)/pamphlet: $(B)/main.o $(B)/libpamphlet.a
	$(CC) -o $@ $^ $(ALL_LIBS)
$(B)/libpamphlet.a: $(OBJ)
	@rm -f $@
	$(AR) rcs $@ $^
$(B)/%.o: src/%.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -c -o $@ $<
$(B)/unit/%: tests/unit/%.c $(B)/libpamphlet.a
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -Itests/unit -o $@ $< $(B)/libpamphlet.a $(ALL_LIBS) -lcmocka

# One folder's unit tests: make unit DIR=content
unit: $(filter $(B)/unit/$(DIR)/%,$(UNIT_BIN))
	@for t in $^; do $$t || exit 1; done

-include $(OBJ:.o=.d) $(B)/main.d $(UNIT_BIN:=.d)
.PHONY: all unit
