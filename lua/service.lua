-- What a service's claims say in plain sentences, one answer for each relation in which somebody
-- could come to know something (shown, recorded, noticed, met).
--
-- The words are the theme's: "claim.name_asked.never" is a whole sentence, and
-- "claim.name_asked.unknown" says that we don't know. A claim that nobody has made is unknown; it
-- is never left out and never said as a "no".
local M = {}

local groups = { "shown", "recorded", "noticed", "met" }

-- The claims that lead: what a reader asks first. The others are in the table of details.
local leading = {
  shown = { "name_asked", "id_document" },
  recorded = { "record_kept" },
  noticed = { "entrance", "contact_back" },
  met = { "staff_shown_as", "face_to_face" },
}

-- One claim as a sentence.
function M.claim_text(claim)
  return t("claim." .. claim.name .. "." .. claim.value)
end

-- The answer for one relation.
function M.sentence(service, group)
  local names, out = leading[group], ""
  if not names then
    error("sentence() knows shown, recorded, noticed and met", 2)
  end
  for i, name in ipairs(names) do
    out = out .. (i > 1 and " " or "") .. M.claim_text(service.claim[name])
  end
  return out
end

-- All four: a list of {group = "shown", text = "…"}.
function M.sentences(service)
  local out = {}
  for i, group in ipairs(groups) do
    out[i] = { group = group, text = M.sentence(service, group) }
  end
  return out
end

-- Opening hours as rows of a table: a list of {day = "Monday–Friday", text = "16:00–20:00"}.
-- Days are the theme's words "day.1" (Monday) to "day.7", and "day.8" for public holidays.
function M.week(schedule)
  local out = {}
  if schedule.always then
    return { { day = t("hours_all_days"), text = t("hours_always") } }
  end
  for i, row in ipairs(schedule.rows) do
    local day, text = t("day." .. row.from), ""
    if row.to ~= row.from then
      day = day .. "–" .. t("day." .. row.to)
    end
    for n, span in ipairs(row.spans) do
      text = text .. (n > 1 and ", " or "") .. span.from .. "–" .. span.to
      if span.past_midnight then
        text = text .. " (" .. t("hours_next_day") .. ")"
      end
    end
    if row.closed then
      text = t("hours_closed")
    end
    if row.comment then
      text = text .. " " .. row.comment
    end
    out[i] = { day = day, text = text }
  end
  return out
end

return M
