/* The page /docs/. The browser loads everything from this server, and sends nothing to others. */
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
});
