-- expect: template/read-only
function math.evil() end
