# Checks that take longer than `make check`, and what they need. Each is a script; this is the list of them.

FUZZ_DEBS = $(BUILD_DEBS) clang libclang-rt-14-dev
COMPLEXITY_DEBS = $(BUILD_DEBS) valgrind python3
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
	@$(MAKE) --no-print-directory all $(B)/tools/parse
	@tests/complexity/run

.PHONY: fuzz check-fuzz check-complexity
