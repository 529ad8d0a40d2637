-- expect: template/memory
local t = {}
while true do t = {t, ("x"):rep(500000) .. #t} end
