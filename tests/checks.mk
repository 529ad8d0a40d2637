# Checks that take longer than `make check`, and what they need. Each is a script; this is the list of them.

FUZZ_DEBS = $(BUILD_DEBS) clang libclang-rt-14-dev
COMPLEXITY_DEBS = $(BUILD_DEBS) valgrind python3
LINT_DEBS = $(BUILD_DEBS) clang-tidy cppcheck shellcheck git
COVERAGE_DEBS = $(CHECK_DEBS) lcov
# More modes. In `open` and `cov` the program enters no wall, which would not let it write coverage or valgrind make code.
# In the first of them no time passes, either.
OPEN = -Isrc -Wl,--wrap=wall_enter tests/lint/no_wall.c
CFLAGS.open = $(CFLAGS.release)
LDFLAGS.open = $(OPEN) -Wl,--wrap=env_seconds tests/lint/no_clock.c
CFLAGS.fuzz = $(CFLAGS.asan) -fsanitize=fuzzer-no-link
LDFLAGS.fuzz = $(LDFLAGS.asan)
CFLAGS.cov = -O0 -g --coverage -fprofile-update=atomic
LDFLAGS.cov = --coverage $(OPEN) -Wl,--wrap=_exit tests/lint/cov_exit.c
# Coverage behind the wall. Nobody can lock a file there: one program after the other.
CFLAGS.walled = $(CFLAGS.cov)
LDFLAGS.walled = --coverage -Isrc -DCOUNTS='"$(CURDIR)/$(B)"' -Wl,--wrap=wall_enter tests/lint/cov_wall.c \
                 -Wl,--wrap=_exit tests/lint/cov_exit.c
TARGET ?= all
SECONDS ?= 20

fuzz: ## one fuzz target for a while: make fuzz TARGET=markdown SECONDS=3600
	@tests/tools/install-debs $(FUZZ_DEBS)
	@tests/fuzz/run "$(TARGET)" "$(SECONDS)"

check-fuzz: ## every fuzz target from its corpus, 20 seconds each
	@tests/tools/install-debs $(FUZZ_DEBS)
	@tests/fuzz/run all 20

check-complexity: ## what hostile inputs cost grows as their size: instructions, counted by valgrind
	@tests/tools/install-debs $(COMPLEXITY_DEBS)
	@$(MAKE) --no-print-directory $(B)/tools/parse
	@$(MAKE) --no-print-directory MODE=open all
	@tests/complexity/run

lint: ## static analysis: clang-tidy, cppcheck, gcc's analyser, shellcheck
	@tests/tools/install-debs $(LINT_DEBS)
	@tests/lint/run

coverage: ## which lines the tests run: build/coverage/index.html, and the sum
	@tests/tools/install-debs $(COVERAGE_DEBS)
	@tests/lint/coverage

check-torture: ## every call that can fail fails in turn: build, check, scrub, verify, install, sign, release (twenty minutes)
	@tests/tools/install-debs $(CHECK_DEBS)
	@$(MAKE) --no-print-directory -s all
	@tests/torture/run
	@$(MAKE) --no-print-directory -s MODE=asan all
	@MODE=asan tests/torture/run

check-valgrind: ## the unit tests and each verb under valgrind's memcheck (ten minutes)
	@tests/tools/install-debs $(CHECK_DEBS) valgrind
	@$(MAKE) --no-print-directory -s all units tools
	@tests/torture/valgrind

.PHONY: lint coverage fuzz check-fuzz check-complexity check-torture check-valgrind
