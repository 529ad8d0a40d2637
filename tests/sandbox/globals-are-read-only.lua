-- expect: template/read-only
x = 1
