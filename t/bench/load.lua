-- For wrk: sends requests of one kind, and prints two lines of figures at the end.
--   wrk … -s load.lua URL -- WORK IDS [PAUSE]     WORK is get, page or create
-- IDS is a file with one task id per line; `get` reads these tasks in turn. PAUSE: ms between two requests of a connection.
local requests, next_request = {}, 0

function init(args)
	if args[3] then
		function delay() -- wrk calls this function only if it exists
			return tonumber(args[3])
		end
	end
	if args[1] == "get" then
		for id in io.lines(args[2]) do
			requests[#requests + 1] = wrk.format("GET", "/api/v1/tasks/" .. id)
		end
	elseif args[1] == "page" then
		requests[1] = wrk.format("GET", "/api/v1/tasks")
	else
		wrk.headers["Content-Type"] = "application/json"
		requests[1] = wrk.format("POST", "/api/v1/tasks", nil,
			'{"title":"Regar as plantas","priority":1,"labels":["casa","jardim"]}')
	end
end

function request()
	next_request = next_request % #requests + 1
	return requests[next_request]
end

-- Prints figures: requests, microseconds, p99 in microseconds, errors; and median: in microseconds
function done(summary, latency)
	local e = summary.errors
	io.write(string.format("figures: %d %d %d %d\n", summary.requests, summary.duration,
		latency:percentile(99), e.connect + e.read + e.write + e.status + e.timeout))
	io.write(string.format("median: %d\n", latency:percentile(50)))
end
