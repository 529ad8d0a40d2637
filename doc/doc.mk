# What is made of doc/: the handbook as pages, and the Debian package that carries it.

DEB_DEBS = $(BUILD_DEBS) debhelper dpkg-dev fakeroot lintian

handbook: all ## the handbook as pages: dist/handbook/index.html
	@doc/handbook.sh build/handbook
	$(B)/pamphlet build -C build/handbook -p onion --no-zip -q
	@mkdir -p dist && rm -rf dist/handbook && cp -R build/handbook/dist/onion dist/handbook

deb: ## a Debian package, looked at by lintian: build/deb/
	@tests/tools/install-debs $(DEB_DEBS)
	@doc/deb.sh build/deb $(BUILD_DEBS)

.PHONY: handbook deb
