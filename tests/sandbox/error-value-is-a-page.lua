-- expect: template/runtime
error(site)
