-- expect: template/nil
local x
return x:y()
