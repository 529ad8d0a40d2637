-- expect: template/steps
local n = 0
for i = 1, 1e12 do n = n + 1 end
