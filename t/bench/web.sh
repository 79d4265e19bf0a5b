#!/bin/sh
# Lighthouse's performance of sign-in, errors and tasks on a phone, the median of three, as t/web/lighthouse.spec.ts judges it. Run by hand on a
# machine that does nothing else: Lighthouse multiplies what it measures of the processor by four.
JUDGE_PERFORMANCE=yes WORKERS=1
export JUDGE_PERFORMANCE WORKERS
exec "$(dirname "$0")/../web/run.sh" lighthouse
