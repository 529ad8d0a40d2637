-- expect: template/undefined
return does_not_exist
