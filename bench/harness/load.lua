-- wrk -s load.lua URL -- SEED ranges LENGTH SIZE PATH...   SIZE residues at any place of any of the paths
-- wrk -s load.lua URL -- SEED lines FILE                   request targets, at random from a file's lines
local REST = " HTTP/1.1\r\nHost: x\r\nAccept: */*\r\n\r\n"
local targets = {}
local ask = {}
local size, last
local threads = 0

-- Each thread has a state of its own: only so do they ask for different places.
function setup(thread)
  threads = threads + 1
  thread:set("number", threads)
end

function init(args)
  math.randomseed(1000 * tonumber(args[1]) + number)
  mode = args[2]
  if mode == "ranges" then
    size = tonumber(args[4])
    last = tonumber(args[3]) - size
    for i = 5, #args do
      targets[#targets + 1] = "GET " .. args[i] .. "?start="
    end
  else
    for line in io.lines(args[3]) do
      targets[#targets + 1] = "GET " .. line .. REST
    end
  end
end

function ask.ranges()
  local start = math.random(0, last)
  return targets[math.random(#targets)] .. start .. "&end=" .. start + size .. REST
end

function ask.lines()
  return targets[math.random(#targets)]
end

function request()
  return ask[mode]()
end

function done(summary, latency)
  local errors = summary.errors
  local sum = errors.connect + errors.read + errors.write + errors.status + errors.timeout
  print(string.format('{"requests": %d, "seconds": %f, "errors": %d, "p50": %f, "p99": %f}',
    summary.requests, summary.duration / 1e6, sum,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000))
end
