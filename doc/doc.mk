# What is made to be looked at or handed on: the handbook as pages, proofs of all prints, the Debian package.

DEB_DEBS = $(BUILD_DEBS) build-essential debhelper dpkg-dev fakeroot lintian

handbook: all ## the handbook as pages: dist/handbook/index.html
	@doc/handbook.sh build/handbook
	$(B)/pamphlet build -C build/handbook -p onion --no-zip -q
	@mkdir -p dist && rm -rf dist/handbook && cp -R build/handbook/dist/onion dist/handbook

proofs: all ## every print of content/, small, one picture a language: dist/proofs/
	@tests/tools/install-debs $(BUILD_DEBS) poppler-utils python3 python3-pil
	$(B)/pamphlet build -p print
	@tests/tools/proofs dist/print dist/proofs

deb: ## a Debian package, looked at by lintian: build/deb/
	@tests/tools/install-debs $(DEB_DEBS)
	@doc/deb.sh build/deb $(BUILD_DEBS)

.PHONY: handbook proofs deb
