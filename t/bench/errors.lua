-- For wrk, with one thread: sends events at a steady pace, or as fast as the service accepts them, and prints one line of figures.
--   wrk -t1 -c… -s errors.lua URL -- WORK KEY SIZE PER_ARRAY RATE COUNT SEED
--   wrk -t1 -c… -s errors.lua URL -- read TOKEN PATH     reads one page again and again
-- WORK       mixed: events of 200 errors · equal: events of one error · kinds: each event is a different error of the last 30 days
--            envelope: events of 200 errors, each in an envelope of Sentry's protocol
-- SIZE       bytes of each event, roughly
-- PER_ARRAY  events in a request; 1: an object instead of an array; for `envelope`: the project's number
-- RATE       requests per second; 0: as fast as possible
-- COUNT      stop after this number of answered requests; 0: after the time of wrk's option -d
-- SEED       the number of the first event
-- A request that is due while all connections are busy is sent as soon as one is free; the figures say by how much the latest was late.
local ffi = require("ffi")
ffi.cdef([[typedef struct { long seconds, nanoseconds; } moment; int clock_gettime(int, moment *);
	int getpid(void); int kill(int, int);]])
local clock = ffi.new("moment")

local work, per_array, rate, count, number
local frames = {}
local made, answered, begun = 0, 0, nil
late_ms = 0 -- global, so that done() can ask for it

local LEVELS = { "fatal", "error", "error", "warning", "info", "debug" }
local ENVIRONMENTS = { "production", "production", "production", "staging", "dev" }
local WORDS = { "Conexão recusada", "Tempo esgotado", "Saldo insuficiente", "Chave repetida", "Arquivo ausente",
	"Índice fora do limite", "Permissão negada", "Resposta inválida", "Memória esgotada", "Sessão expirada" }

local function now()
	ffi.C.clock_gettime(1, clock)
	return tonumber(clock.seconds) * 1000 + tonumber(clock.nanoseconds) / 1e6
end

-- Makes logs like those of real programs: all different, and not made of one character, which would compress to nothing
local function fill(size)
	for i = 1, 32 do
		local lines, length = {}, 0
		while length < size do
			local line = string.format("  at modulo_%d.funcao_%x (/srv/loja/src/arquivo_%d.c:%d:%d) v=%08x%08x\\n", math.random(90),
				math.random(0, 65535), math.random(400), math.random(2000), math.random(80), math.random(0, 2 ^ 31 - 1), math.random(0, 2 ^ 31 - 1))
			lines[#lines + 1] = line
			length = length + #line
		end
		frames[i] = table.concat(lines):sub(1, size):gsub("\\[^n]?$", "")
	end
end

local function event()
	number = number + 1
	local n = work == "equal" and 1 or number
	local kind = work == "mixed" and number % 200 or n
	local more = ""
	if work == "kinds" then
		more = string.format(',"fingerprint":["%d"],"occurred_at":"%s","tags":{"usuario":"%d","sempre":1,"tres":%d,"dez":%d,"trinta":%d,'
			.. '"cem":%d,"mil":%d,"milhares":%d,"unica":%d,"bloco":%d}', n, os.date("!%Y-%m-%dT%H:%M:%SZ", os.time() - (n * 7919) % 2592000),
			n % 1000, math.random(3), math.random(10), math.random(30), math.random(100), math.random(1000), math.random(20000), n,
			math.floor(n / 10000))
	end
	return string.format('{"title":"%s no módulo %s","level":"%s","environment":"%s","origin":"10.0.%d.%d","release":"loja@1.%d","details":"%s"%s}',
		WORDS[kind % 10 + 1], string.char(97 + kind % 26, 97 + math.floor(kind / 26) % 26), LEVELS[kind % 6 + 1], ENVIRONMENTS[kind % 5 + 1],
		math.floor(kind / 250) % 250, kind % 250, kind % 40, work == "equal" and frames[1] or frames[number % 32 + 1], more)
end

-- Returns an envelope as the Python SDK sends it: an exception with frames, source lines and variables
local function envelope()
	number = number + 1
	local kind, id = number % 200, string.format("%016x%016x", math.random(0, 2 ^ 52), number)
	local item = string.format('{"event_id":"%s","timestamp":%d,"platform":"python","level":"%s","environment":"%s","release":"loja@1.%d",'
		.. '"user":{"id":"%d"},"tags":{"modulo":"%d"},"exception":{"values":[{"type":"Erro%d","value":"%s %d","stacktrace":{"frames":['
		.. '{"filename":"loja/pedido.py","function":"fechar_%d","module":"loja.pedido","lineno":%d,"in_app":true,"context_line":"    total()",'
		.. '"vars":{"log":"%s"}}]}}]}}', id, os.time(), LEVELS[kind % 6 + 1], ENVIRONMENTS[kind % 5 + 1], kind % 40, number % 1000, kind, kind,
		WORDS[kind % 10 + 1], number, kind, number % 900, frames[number % 32 + 1])
	return string.format('{"event_id":"%s"}\n{"type":"event","length":%d}\n%s\n', id, #item, item)
end

function init(args)
	wrk.headers["Authorization"] = "Bearer " .. args[2]
	if args[1] == "read" then
		work, rate, count, wrk.path = "read", 0, 0, args[3]
		return
	end
	work, per_array, rate, count, number = args[1], tonumber(args[4]), tonumber(args[5]), tonumber(args[6]), tonumber(args[7])
	math.randomseed(7)
	fill(math.max(tonumber(args[3]) - 200, 1))
	wrk.method = "POST"
	wrk.path = "/api/v1/errors"
	wrk.headers["Content-Type"] = "application/json"
	if work == "envelope" then
		wrk.path = "/api/" .. args[4] .. "/envelope/?sentry_version=7&sentry_key=" .. args[2]
		wrk.headers["Content-Type"] = "application/x-sentry-envelope"
	end
end

-- Returns the milliseconds until the next request may be sent, or 1e9 if no other request must be sent.
function delay()
	begun = begun or now()
	if count > 0 and made >= count then return 1e9 end
	if rate == 0 then
		made = made + 1
		return 0
	end
	local wait = begun + made * 1000 / rate - now()
	made = made + 1
	if -wait > late_ms then late_ms = -wait end
	return wait > 0 and wait or 0
end

function request()
	if work == "read" then return wrk.format() end
	if work == "envelope" then return wrk.format(nil, nil, nil, envelope()) end
	local events = {}
	for i = 1, per_array do events[i] = event() end
	return wrk.format(nil, nil, nil, per_array == 1 and events[1] or "[" .. table.concat(events, ",") .. "]")
end

-- Ends wrk after COUNT answers, because it would sleep until the time of its option -d is over.
function response()
	answered = answered + 1
	if count > 0 and answered >= count then ffi.C.kill(ffi.C.getpid(), 2) end
end

local threads = {}
function setup(thread) threads[#threads + 1] = thread end

-- Prints figures: requests, accepted requests, microseconds, p50, p95, p99 and maximum in microseconds, milliseconds late
function done(summary, latency)
	local e = summary.errors
	io.write(string.format("figures: %d %d %d %d %d %d %d %d\n", summary.requests, summary.requests - e.status, summary.duration,
		latency:percentile(50), latency:percentile(95), latency:percentile(99), latency.max, threads[1]:get("late_ms") or 0))
	io.write(string.format("failures: %d\n", e.connect + e.read + e.write + e.status + e.timeout))
end
