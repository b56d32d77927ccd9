// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.devstack.launcher;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Composes the settings file of each service.
 *
 * @param ports the ports of the stack
 * @param data the data folder of the stack
 * @param clientSecrets Keycloak client to secret
 * @param sampleCa the certificate of the sample mail server's authority, when it runs
 */
record ServiceSettings(StackPorts ports, Path data, Map<String, String> clientSecrets, Optional<Path> sampleCa) {

    /** The settings of one service, without its datasource. */
    Map<String, String> of(String service) {
        Map<String, String> settings = new TreeMap<>();
        // Above application.properties and the environment.
        settings.put("config_ordinal", "500");
        settings.put("quarkus.http.host", "127.0.0.1");
        settings.put("quarkus.http.port", Integer.toString(ports.of(service)));
        settings.put("kafka.bootstrap.servers", "127.0.0.1:" + ports.of("kafka"));
        settings.put("quarkus.oidc.auth-server-url", ports.url("keycloak") + "/realms/mailwarden");
        settings.put("mailwarden.keycloak.url", ports.url("keycloak"));
        settings.put("mailwarden.client-id", "mailwarden-" + service);
        settings.put("mailwarden.client-secret", clientSecrets.getOrDefault("mailwarden-" + service, ""));
        settings.put("mailwarden.keys.directory", data.resolve("keys").toString());
        settings.putAll(extra(service));
        return settings;
    }

    private Map<String, String> extra(String service) {
        Map<String, String> extra = new TreeMap<>();
        switch (service) {
            case "fetcher" -> {
                extra.put("mailwarden.fetcher.auth-url", ports.url("auth"));
                extra.put(
                        "mailwarden.fetcher.archive.folder",
                        data.resolve("archive").toString());
                extra.put(
                        "mailwarden.fetcher.evidence.rules",
                        data.resolve("evidence-rules").toString());
                sampleCa.ifPresent(ca -> {
                    extra.put(
                            "mailwarden.fetcher.evidence.dkim-keys",
                            data.resolve("dkim-keys").toString());
                    extra.put("mailwarden.fetcher.trusted-ca", ca.toString());
                    extra.put("mailwarden.fetcher.allowed-networks", "127.0.0.0/8,::1/128");
                });
            }
            case "breach-watch" -> {
                extra.put("mailwarden.breach-watch.live-check.auth-url", ports.url("auth"));
                extra.put(
                        "mailwarden.breach-watch.data-directory",
                        data.resolve("breach-watch").toString());
                extra.put(
                        "mailwarden.breach-watch.import-directories",
                        data.resolve("import").toString());
            }
            case "auth" -> {
                extra.put("mailwarden.auth.breach-watch-url", ports.url("breach-watch"));
                extra.put("mailwarden.auth.credential-link.fetcher-url", ports.url("fetcher"));
                extra.put("mailwarden.auth.credential-link.console-url", ports.url("console"));
                extra.put(
                        "mailwarden.auth.ledger.checkpoints",
                        data.resolve("ledger-checkpoints").toString());
                extra.put("quarkus.mailer.host", "127.0.0.1");
                extra.put("quarkus.mailer.port", Integer.toString(ports.of("smtp")));
                extra.put("quarkus.mailer.start-tls", "DISABLED");
                extra.put("quarkus.mailer.mock", "false");
            }
            case "console" -> {
                extra.put("mailwarden.console.url", ports.url("console"));
                extra.put("mailwarden.console.fetcher-url", ports.url("fetcher"));
                extra.put("mailwarden.console.breach-watch-url", ports.url("breach-watch"));
                extra.put("mailwarden.console.auth-url", ports.url("auth"));
                extra.put("mailwarden.console.keycloak-url", ports.url("keycloak"));
            }
            default -> throw new IllegalArgumentException("There is no service " + service);
        }
        return extra;
    }
}
