-- expect: template/limit
return table.unpack({}, 1, math.maxinteger)
