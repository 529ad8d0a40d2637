-- expect: template/memory
local function a(n) return a(n + 1) + 1 end
return a(1)
