# Reads one line per measurement:
#   work round who requests microseconds p99 errors  ticks before, after: nginx workers postgresql  hertz
# and prints the tables. It computes the ratio of each round, and then the median of the ratios, so that other work of the
# machine affects both programs alike.
function sort(list, count,    i, j, value) {
	for (i = 2; i <= count; i++) {
		value = list[i]
		for (j = i - 1; j >= 1 && list[j] > value; j--)
			list[j + 1] = list[j]
		list[j + 1] = value
	}
}

function median(values,    list, count, text) {
	count = split(values, list, " ")
	if (count == 0)
		return 0
	sort_numbers(list, count)
	return count % 2 ? list[(count + 1) / 2] : (list[count / 2] + list[count / 2 + 1]) / 2
}

function sort_numbers(list, count,    i) {
	for (i = 1; i <= count; i++)
		list[i] += 0
	sort(list, count)
}

function range(values,    list, count) {
	count = split(values, list, " ")
	sort_numbers(list, count)
	return sprintf("%.2f–%.2f", list[1], list[count])
}

function keep(figure, value) {
	all[$1, $3, figure] = all[$1, $3, figure] " " value
}

function med(work, who, figure) {
	return median(all[work, who, figure])
}

BEGIN {
	title["get"] = "a task by id"
	title["page"] = "a page of 20 tasks"
	title["create"] = "create a task"
	known["get"] = "57 (bare 66) | 55 / 366 / 193"
	known["page"] = "73 (bare 97) | 218 / 1045 / 271"
	known["create"] = "120 (bare 121) | 124 / 434 / 285"
}

{
	if (!($1 in seen))
		works[++work_count] = $1
	seen[$1] = 1
	unit = 1000000 / $14 / $4
	keep("rate", $4 * 1000000 / $5)
	keep("p99", $6 / 1000)
	errors[$1] += $7
	failed += $7
	keep("nginx", ($11 - $8) * unit)
	keep("workers", ($12 - $9) * unit)
	keep("postgresql", ($13 - $10) * unit)
	total = ($11 + $12 + $13 - $8 - $9 - $10) * unit
	keep("cpu", total)
	cpu[$3] = total
	if ($3 == "balcao")
		ratios[$1] = ratios[$1] " " total / cpu["bare"]
}

END {
	print "| work | req/s bare | req/s balcao | p99 ms bare | p99 ms balcao | errors | CPU µs bare | CPU µs balcao | ratio (range) | goal |"
	print "|---|---|---|---|---|---|---|---|---|---|"
	for (i = 1; i <= work_count; i++) {
		w = works[i]
		printf "| %s | %.0f | %.0f | %.2f | %.2f | %d | %.1f | %.1f | **%.2f** (%s) | 1.25 |\n", title[w],
			med(w, "bare", "rate"), med(w, "balcao", "rate"), med(w, "bare", "p99"), med(w, "balcao", "p99"),
			errors[w], med(w, "bare", "cpu"), med(w, "balcao", "cpu"),
			median(ratios[w]), range(ratios[w])
	}
	print "\nCPU µs per request by part:\n"
	print "| work | nginx bare / balcao | workers bare / balcao | PostgreSQL bare / balcao |"
	print "|---|---|---|---|"
	for (i = 1; i <= work_count; i++) {
		w = works[i]
		printf "| %s", title[w]
		for (j = 1; j <= split("nginx workers postgresql", part, " "); j++)
			printf " | %.1f / %.1f", med(w, "bare", part[j]), med(w, "balcao", part[j])
		print " |"
	}
	print "\nFor reference, CPU µs measured elsewhere on two cores:\n"
	print "| work | bare where the goal was set (where the next column was) | Drogon / FastAPI / PHP-FPM |"
	print "|---|---|---|"
	for (i = 1; i <= work_count; i++)
		printf "| %s | %s |\n", title[works[i]], known[works[i]]
	exit failed > 0
}
