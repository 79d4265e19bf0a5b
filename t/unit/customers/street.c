#include "customers/street.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "base/status.h"

/* clang-format off */
static const struct {
	const char *text, *name;
} ranges[] = {
	/* From projects that read the Correios' search, or what passes it on. */
	{ "Avenida Osmani Barbosa - até 1715 - lado ímpar", "Avenida Osmani Barbosa" },
	{ "Rua Doutor Luiz de Freitas Melro - lado par", "Rua Doutor Luiz de Freitas Melro" },
	{ "Rua Santa Clara - de 1 ao fim - lado ímpar", "Rua Santa Clara" },
	{ "Rua Cônego Eugênio Leite - de 734 ao fim - lado par", "Rua Cônego Eugênio Leite" },
	{ "Rua República Argentina - até 841 - lado ímpar", "Rua República Argentina" },
	{ "Rua Bento Gonçalves - até 999/1000", "Rua Bento Gonçalves" },
	{ "Rua Bento Gonçalves - de 1001/1002 a 1699/1700", "Rua Bento Gonçalves" },
	{ "Rua Santo Antônio - de 801/802 ao fim", "Rua Santo Antônio" },
	{ "Avenida Paulista - de 612 a 1510 - lado par", "Avenida Paulista" },
	{ "Avenida das Torres - até 99999999 - lado ímpar", "Avenida das Torres" },
	{ "Praça da Sé - lado ímpar", "Praça da Sé" },
	{ "Praça da Sé (lado ímpar)", "Praça da Sé" },
	{ "RODOVIA BR-316 - DO KM 0,899 AO KM 1,999 - LADO ÍMPAR", "RODOVIA BR-316" },
	{ "Rodovia Raposo Tavares - do Km 160,000 ao Km 168,000", "Rodovia Raposo Tavares" },
	{ "Rodovia Mario Covas - do km 3.123 ao km 6.001 - lado impar lado par", "Rodovia Mario Covas" },
	{ "Avenida Brigadeiro Faria Lima de 3253 ao fim - lado ímpar", "Avenida Brigadeiro Faria Lima" },
	/* The same in other spellings. */
	{ "Rua A – até 10 – lado par", "Rua A" },
	{ "Rua A - ate 10 - lado impar", "Rua A" },
	{ "Rua A -até 10-lado par", "Rua A" },
	{ "Rua A (até 10 - lado par)", "Rua A" },
	{ "Rua A, de 1 a 99", "Rua A" },
	{ "Rua A - de 1 até 99", "Rua A" },
	{ "Rua A - do 1 ao 99", "Rua A" },
	{ "Rua A - de 1.001 a 2.000", "Rua A" },
	{ "Rua A - de 10A ao fim", "Rua A" },
	{ "Rua A - do nº 1 ao nº 99", "Rua A" },
	{ "Rua A - de 100 até o fim", "Rua A" },
	{ "Rua A - até o km 12,5", "Rua A" },
	{ "Rua A - a partir de 100", "Rua A" },
	{ "Rua A - acima de 100 - lado par", "Rua A" },
	{ "Rua A - até 1020 - lado par e até 1021 - lado ímpar", "Rua A" },
	{ "Rua A - lados par e ímpar", "Rua A" },
	{ "Rua A - ambos os lados", "Rua A" },
	{ "Rua 7 de Setembro - de 1 a 7", "Rua 7 de Setembro" },
	{ "Rua 24 de Maio - lado par", "Rua 24 de Maio" },
	{ "Avenida Brasil - Norte - até 500", "Avenida Brasil - Norte" },
	{ "Avenida Brasil lado par", "Avenida Brasil" },
	{ "Rua X Y - 1 até 99", "Rua X Y" },
	{ "Rua X Y - desde 1 até 500", "Rua X Y" },
	{ "Rua X Y - desde 100", "Rua X Y" },
	{ "Rua X Y / até 1715", "Rua X Y" },
	{ "Rua X Y | até 1715", "Rua X Y" },
	{ "Rua X Y - 1 a 99", "Rua X Y" },
	{ "Rua X Y - 1 ao 99", "Rua X Y" },
	{ "Rua X Y - 1 ao fim", "Rua X Y" },
	{ "Rua X Y, 1/2 a 99/100", "Rua X Y" },
	{ "Rua X Y - nº 1 ao 100", "Rua X Y" },
	{ "Rua X Y - nº 1 ao nº 100 - lado par", "Rua X Y" },
	{ "Rua X Y - de 2 a 500 - par", "Rua X Y" },
	{ "Rua X Y - 2 a 500 - pares", "Rua X Y" },
	{ "Rua X Y - pares", "Rua X Y" },
	{ "Rua X Y (ímpar)", "Rua X Y" },
	{ "Rua X Y - pares e ímpares", "Rua X Y" },
	{ "Rua X Y - número par", "Rua X Y" },
	{ "Rua X Y - entre 1 e 500", "Rua X Y" },
	{ "Rua X Y - abaixo de 500", "Rua X Y" },
	{ "Rua X Y - até 1715 - lado ímpar (Zona Sul)", "Rua X Y" },
	{ "Rua 1 - 1 a 99", "Rua 1" },
	/* Names. */
	{ "", "" },
	{ "Rua 7 de Setembro - Lado Oeste", NULL },
	{ "Rua 7 de Setembro", NULL },
	{ "Avenida Brasil - Norte", NULL },
	{ "Rua 1 - A", NULL },
	{ "Rua XV - Fundos", NULL },
	{ "Rua Doutor Pares", NULL },
	{ "Rua dos Pares", NULL },
	{ "Rua Doutor Par", NULL },
	{ "Rua das Flores 1 a 5", NULL },
	{ "Rua 1 - 2 a Etapa", NULL },
	{ "Rua X - Entre Rios", NULL },
	{ "Rua X - Abaixo da Ponte", NULL },
	{ "Rua A (Zona Sul)", NULL },
	{ "Quadra 103 - Conjunto A", NULL },
	{ "Rodovia BR-101 - km 12", NULL },
	{ "Rua do Lado Par", NULL },
	{ "Rua Lado Par", NULL },
	{ "Rua Até 20", NULL },
	{ "Rua Par", NULL },
	{ "Rua Ímpar", NULL },
	{ "Rua de 1 a 5", NULL },
	{ "Avenida 1 a 5", NULL },
	{ "Rua 1 - de Maio", NULL },
	{ "Rua Um, Dois e Três", NULL },
	{ "Rua A - até logo", NULL },
	{ "Rua A - até 10 - Vila Nova", NULL },
	{ "Rua A - lado par do rio", NULL },
	{ "- lado par", NULL },
	{ "lado par", NULL },
	{ "(até 10)", NULL },
	{ "中 - até", NULL },
};
/* clang-format on */

Test(customers_street, names)
{
	for (size_t i = 0; i < COUNT(ranges); i++) {
		size_t length = street_length(ranges[i].text);
		const char *name = ranges[i].name ? ranges[i].name : ranges[i].text;

		cr_expect(length == strlen(name) && strncmp(name, ranges[i].text, length) == 0, "%s: %.*s",
			  ranges[i].text, (int)length, ranges[i].text);
	}
}

/* A range is cut off whatever the name is, and only once: the name has none. */
Test(customers_street, any_name)
{
	static const char *const names[] = { "Rua Ação", "Praça Ñ", "中道", "Rua 1º de Maio",
					     "Rua D'Ávila, 5" };

	for (size_t i = 0; i < COUNT(names); i++)
		for (size_t j = 0; ranges[j].name && *ranges[j].name; j++) {
			const char *range = ranges[j].text + strlen(ranges[j].name);
			char text[200];

			snprintf(text, sizeof(text), "%s%s", names[i], range);
			if (*range == ' ' && strchr("adl", range[1]))
				continue; /* only a blank parts it: names of one word stay */
			cr_expect_eq(street_length(text), strlen(names[i]), "%s", text);
			cr_expect_eq(street_length(names[i]), strlen(names[i]), "%s", names[i]);
		}
}
