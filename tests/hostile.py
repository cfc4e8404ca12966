"""Two hundred searches that nobody means well: broken, hostile, huge. Each has an answer that says what to do."""

from urllib.parse import quote, urlencode

TEXTS = (
    '"', '""', '"lupus', "lupus\"", "'", "''", "\\", "\\\\'", "(", ")))", "((lupus))", "[", "{}", "<>", "%", "%%", "%s",
    "%(q)s", "{0}", "$1", "&", "|", "!", "!!lupus", "a & b | !c", ":*", "lupus:*", "lupus:A", "-", "--", "- -lupus",
    "-lupus", "- lupus -", "*", "?", "??", ".", "...", ",", ",,,,", ";", ";;", "/", "//", "#", "@", "~", "`", "^", "=",
    "\0", "lupus\0nephritis", "\n", "\t\r\n", "\x01\x02\x1f", "\x7f", "\ufeff", "\u200b", "\u202elupus", "\ud7ff",
    "مرض الذئبة", "לופוס", "狼疮", "ループス", "волчанка", "ลูปัส", "🙂", "🙂🙂 lupus 🙂", "e\u0301" * 200, "ﬁbrosis",
    "İ", "ß", "ſ", "lupus'; DROP TABLE trials_trial; --", "1 OR 1=1", "' OR ''='", "UNION SELECT * FROM auth_user",
    "1; SELECT pg_sleep(9)",
    "'||pg_sleep(9)||'", "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "javascript:alert(1)",
    "{{ 7 * 7 }}", "{% debug %}", "../../etc/passwd", "file:///etc/passwd", "http://evil.example/", "${jndi:ldap://x}",
    "NCT", "NCT0", "NCT99999999999", "NCT00000000", "nct 0627992", "NCT06279923 " * 40, "near", "near near near",
    "near ", "in", "in in", "within", "within 5", "within -5 miles of boston", "within 99999999 miles of boston",
    "near 00000", "near 99999", "near 91,181", "near -91,0", "near nowhere at all", "phase", "phase 9",
    "phase 2/9", "phase -1",
    "age", "age -4", "age 4000", "aged", "0 years old", "recruiting not recruiting", "or", "and", "not", "the of and",
    "a", "a b c d e f g h i j k l m n o p q r s t u v w x y z", "a" * 500, "a" * 501, "a" * 10000, "lupus " * 80,
    "lupus " * 2000, "," * 250, '"' * 499, "(" * 500, "-" * 500, "near " * 100, "phase 2 " * 60, "CD19/" * 100,
    "é" * 500, "ü " * 250, "漢" * 500, "\u0301" * 500, "x" * 250 + " " + "y" * 249, "1" * 500, "0.0.0.0",
    "1e309", "nan",
    "\u0661\u0662 years old", "lupus \ud800", "34" * 250, "within 50 miles of " * 25, "NCT" * 160, "1 " * 250,
    "zusammenhang widersprechen myasthnia " * 13,
)  # fmt: skip
PARAMETERS = (
    "condition=", "condition=nope", "condition=%00", "condition=" + "x" * 5000, "target=cd19-cd19-cd19", "target=-",
    "target=" + "-".join(["cd19"] * 300), "stage=banana", "stage=phase-2%27", "status=recruiting%3B--", "status=%F0%28",
    "country=%E2%80%AE", "modality=..%2F..", "cells=me", "age_group=all", "sponsor=x", "takes=x", "therapy=nope",
    "autoantibody=nope", "near=%00", "near=" + "x" * 10000, "near=1,2,3,4", "near=nan,nan", "near=inf,inf", "within=0",
    "within=-1", "within=1e99", "within=nan", "within=miles", "near=boston&within=%00", "age=-1", "age=nan", "age=inf",
    "age=1e400", "age=%D9%A3", "age=4;2", "sex=other", "sort=price", "sort=nearest", "wider=maybe", "mentions=no",
    "page=-1", "page=0", "page=999999", "page=1e9", "page=%00", "page=two", "page=" + "9" * 5000, "unknown=1", "q[]=x",
    "q=a&q=b&q=c", "&&&&", "=", "%", "%zz", "q=%", "q=%E0%A4%A", "q=+", "q=%2B%2B", "utm_source=x&fbclid=y",
)  # fmt: skip
MANY = (
    urlencode([("condition", f"disease-{n}") for n in range(200)]),
    urlencode([("condition", "lupus")] * 200),
    urlencode([("target", "cd19")] * 200 + [("status", "recruiting")] * 200),
    urlencode([("stage", "phase-1"), ("stage", "phase-2")] * 100),
    urlencode([(f"x{n}", "1") for n in range(900)]),
)
HOSTILE = [f"q={quote(text, errors='replace')}" for text in TEXTS] + [*PARAMETERS, *MANY]
