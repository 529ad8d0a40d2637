-- expect: template/runtime
local x
return x:y()
