// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.support;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.Map;
import org.mailwarden.devstack.control.TestServers;
import org.mailwarden.devstack.process.Checkout;

/** What stands around the console: a real Keycloak and broker, and the three services as far as the gateway meets them. */
public final class Surroundings implements QuarkusTestResourceLifecycleManager {

    /** The largest body that the console under test lets through, in bytes. */
    public static final int LARGEST_BODY = 1024 * 1024;

    /** Where people are told to come; nothing has to answer there. */
    public static final String ADDRESS = "http://127.0.0.1:8080";

    /** What the organisation is called. */
    public static final String ORGANISATION = "Brightwell Trading";

    private final Services services = new Services();
    private TestServers servers;

    @Override
    public Map<String, String> start() {
        servers = new TestServers(Checkout.find());
        Map<String, String> settings = new HashMap<>(services.start());
        String keycloak = servers.keycloak().url().toString();
        settings.put("quarkus.oidc.auth-server-url", keycloak + "/realms/mailwarden");
        servers.clientSecrets().forEach((client, secret) -> settings.put("test.secret." + client, secret));
        settings.put("mailwarden.console.url", ADDRESS);
        settings.put("mailwarden.console.organisation", ORGANISATION);
        settings.put("mailwarden.client-secret", servers.clientSecrets().get("mailwarden-console"));
        new ConsoleClient(keycloak, servers.keycloak().adminToken()).adapt();
        settings.putAll(new RealmKey(keycloak, servers.keycloak().adminToken()).install());
        settings.put("kafka.bootstrap.servers", servers.kafka().bootstrapServers());
        settings.put("test.servers", servers.control().url().toString());
        settings.put("test.keycloak.admin-token", servers.keycloak().adminToken());
        // Small, so that tests reach them within a second.
        settings.put("mailwarden.console.idle-timeout", "1S");
        settings.put("mailwarden.console.connect-timeout", "1S");
        settings.put("mailwarden.console.status-reuse", "0S");
        settings.put("mailwarden.console.max-body-size", Integer.toString(LARGEST_BODY));
        return settings;
    }

    @Override
    public void stop() {
        services.close();
        servers.close();
    }
}
