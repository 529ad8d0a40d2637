-- expect: template/steps
local function a() return a() end
return a()
