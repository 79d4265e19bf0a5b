/* The page /docs/. The browser loads everything from this server, and sends nothing to others. */

/* Swagger UI has a dark form, and leaves it to the page to choose it. */
const dark = matchMedia("(prefers-color-scheme: dark)");
const choose = () => document.documentElement.classList.toggle("dark-mode", dark.matches);
dark.addEventListener("change", choose);
choose();

/* The dialog "Authorize" begins with the first scheme, which is the token of a login. Swagger UI gives the focus to the
 * field of the last one, so that a long dialog opens at its end. */
const AuthorizeAtTheTop = () => ({
	statePlugins: {
		auth: {
			wrapActions: {
				showDefinitions: (show) => (definitions) => {
					setTimeout(() => document.querySelector(".auth-container input")?.focus());
					return show(definitions);
				},
			},
		},
	},
});

window.ui = SwaggerUIBundle({
	url: "/api/v1/openapi.json",
	dom_id: "#swagger-ui",
	deepLinking: true,
	docExpansion: "list",
	defaultModelsExpandDepth: 0,
	displayRequestDuration: true,
	filter: true,
	persistAuthorization: false,
	tryItOutEnabled: true,
	validatorUrl: null,
	plugins: [AuthorizeAtTheTop],
});
