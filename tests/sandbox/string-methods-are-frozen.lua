-- expect: template/read-only
local s = string
s.len = function() return 1 end
