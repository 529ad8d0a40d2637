-- Small helpers for lists: those of the site (site.guides) and tables of one's own alike.
local M = {}

-- The items of a list in a table of one's own, which may then be changed.
function M.copy(list)
  local out = {}
  for i, item in ipairs(list) do
    out[i] = item
  end
  return out
end

-- The first item, or the first `n` items as a list.
function M.first(list, n)
  if not n then
    return list[1]
  end
  local out = {}
  for i, item in ipairs(list) do
    if i > n then
      break
    end
    out[i] = item
  end
  return out
end

-- The items for which `test` says yes. `test` is a function, or the name of a field.
function M.filter(list, test)
  local out = {}
  for _, item in ipairs(list) do
    local yes
    if type(test) == "function" then
      yes = test(item)
    else
      yes = item[test]
    end
    if yes then
      out[#out + 1] = item
    end
  end
  return out
end

-- What `get` makes of each item. `get` is a function, or the name of a field.
function M.map(list, get)
  local out = {}
  for i, item in ipairs(list) do
    if type(get) == "function" then
      out[i] = get(item)
    else
      out[i] = item[get]
    end
  end
  return out
end

-- A new list in the order of what `get` gives for each item; equals stay as they stood.
function M.sort_by(list, get)
  local out, values = M.copy(list), {}
  for i, value in ipairs(M.map(list, get)) do
    values[i] = { value = value, item = out[i] }
  end
  table.sort(values, function(a, b)
    return a.value < b.value
  end)
  for i, pair in ipairs(values) do
    out[i] = pair.item
  end
  return out
end

-- Items with the same value of `get`, as a list of {key = …, items = {…}} in order of appearance.
function M.group(list, get)
  local out, by_key = {}, {}
  for i, item in ipairs(list) do
    local key
    if type(get) == "function" then
      key = get(item)
    else
      key = item[get]
    end
    local group = by_key[key]
    if not group then
      group = { key = key, items = {} }
      by_key[key] = group
      out[#out + 1] = group
    end
    group.items[#group.items + 1] = item
  end
  return out
end

-- Texts in a row: join({"a", "b", "c"}, ", ", " and ") is "a, b and c".
function M.join(list, separator, last)
  local n, parts = #list, {}
  for i, item in ipairs(list) do
    if i > 1 then
      parts[#parts + 1] = i == n and last or separator or ", "
    end
    parts[#parts + 1] = item
  end
  return concat(parts)
end

return M
