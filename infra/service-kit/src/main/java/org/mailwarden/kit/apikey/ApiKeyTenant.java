// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.kit.apikey;

import io.quarkus.oidc.OidcRequestContext;
import io.quarkus.oidc.OidcTenantConfig;
import io.quarkus.oidc.TenantConfigResolver;
import io.quarkus.oidc.runtime.OidcTenantConfig.ApplicationType;
import io.quarkus.oidc.runtime.OidcTenantConfig.SignatureAlgorithm;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.mailwarden.kit.secret.ClearText;

/**
 * Has a token that names auth as its issuer judged by auth's key, and every other one by Keycloak's. What a token names is
 * a claim until its signature holds: the wrong name leads to the wrong key, and is refused there.
 */
@ApplicationScoped
public class ApiKeyTenant implements TenantConfigResolver {

    private static final Logger LOG = Logger.getLogger(ApiKeyTenant.class);
    private static final String SCHEME = "Bearer ";

    @Override
    public Uni<OidcTenantConfig> resolve(RoutingContext context, OidcRequestContext<OidcTenantConfig> request) {
        // Nothing found means Keycloak, as it is set in the service's own configuration.
        return isOfAuth(context.request().getHeader("Authorization"))
                ? Uni.createFrom().item(this::config)
                : Uni.createFrom().nullItem();
    }

    static boolean isOfAuth(@Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return false;
        }
        String[] parts = authorization.substring(SCHEME.length()).split("\\.", -1);
        if (parts.length != 3) {
            return false;
        }
        try {
            byte[] claims = Base64.getUrlDecoder().decode(parts[1]);
            return ApiKeyTokens.ISSUER.equals(
                    new JsonObject(new String(claims, StandardCharsets.UTF_8)).getValue("iss"));
        } catch (IllegalArgumentException | DecodeException noToken) {
            return false;
        }
    }

    private @Nullable OidcTenantConfig config() {
        // Read when it is wanted: auth itself knows its port only once it listens.
        String auth = ConfigProvider.getConfig()
                .getOptionalValue("mailwarden.auth-url", String.class)
                .orElse("http://127.0.0.1:8083");
        if (!ClearText.isAllowed(URI.create(auth))) {
            // A key that came in clear over a network may be anybody's.
            LOG.errorf("API keys are refused: auth is on another machine (%s), and not on https", auth);
            return null;
        }
        return OidcTenantConfig.builder()
                .tenantId("api-keys")
                .applicationType(ApplicationType.SERVICE)
                .authServerUrl(auth)
                .discoveryEnabled(false)
                .jwksPath(ApiKeyTokens.PUBLIC_KEYS)
                // Asked for with the first token: no service waits for auth to start.
                .jwks()
                .resolveEarly(false)
                .end()
                .roles()
                .roleClaimPath("roles")
                .end()
                .token()
                .issuer(ApiKeyTokens.ISSUER)
                .audience(ApiKeyTokens.AUDIENCE)
                .subjectRequired()
                .signatureAlgorithm(SignatureAlgorithm.ES256)
                .allowJwtIntrospection(false)
                .allowOpaqueTokenIntrospection(false)
                .end()
                .build();
    }
}
