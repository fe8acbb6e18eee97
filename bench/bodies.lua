-- Sends the bodies of a file, a line each, one after the other; a single one again and again.
-- Arguments: the file, the bearer credential.
local bodies = {}
local at = 0

function init(args)
  for line in io.lines(args[1]) do bodies[#bodies + 1] = line end
  wrk.method = 'POST'
  wrk.body = bodies[1]
  wrk.headers['Content-Type'] = 'application/json'
  wrk.headers['Authorization'] = 'Bearer ' .. args[2]
  if #bodies > 1 then
    request = function()
      at = at + 1
      if at >= #bodies then wrk.thread:stop() end
      return wrk.format(nil, nil, nil, bodies[math.min(at, #bodies)])
    end
  end
end

function done(summary, latency)
  local e = summary.errors
  io.write(string.format(
    'RESULT {"requests":%d,"seconds":%f,"errors":%d,"p50":%f,"p99":%f,"bytes":%d}\n',
    summary.requests, summary.duration / 1e6, e.connect + e.read + e.write + e.status + e.timeout,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000, summary.bytes))
end
