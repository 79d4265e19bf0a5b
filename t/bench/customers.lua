-- For wrk: registers customers and pauses after each. Every customer has a different CPF, and a CEP that was not asked for before.
--   wrk … -s customers.lua URL -- NUMBER PAUSE     NUMBER: of the first customer, below a million; PAUSE: ms
local number, pause

-- Returns the check digit that follows the digits.
local function check_digit(digits)
	local sum = 0
	for i = 1, #digits do
		sum = sum + (#digits + 2 - i) * tonumber(digits:sub(i, i))
	end
	return sum % 11 < 2 and "0" or tostring(11 - sum % 11)
end

function init(args)
	number, pause = tonumber(args[1]), tonumber(args[2])
	wrk.method = "POST"
	wrk.headers["Content-Type"] = "application/json"
end

function delay()
	return pause
end

function request()
	number = (number + 1) % 1000000
	local cpf = string.format("987%06d", number)
	cpf = cpf .. check_digit(cpf)
	cpf = cpf .. check_digit(cpf)
	return wrk.format(nil, "/api/v1/customers", nil, string.format(
		'{"name":"Maria da Silva","email":"c%s@example.com","phone":"(11) 99402-9275","cep":"04%06d","cpf":"%s"}',
		cpf, number, cpf))
end

-- Prints figures: answers, and how many of them are errors
function done(summary)
	io.write(string.format("figures: %d %d\n", summary.requests, summary.errors.status))
end
