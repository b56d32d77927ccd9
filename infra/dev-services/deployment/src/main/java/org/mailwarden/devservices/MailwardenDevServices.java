// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.devservices;

import io.quarkus.deployment.IsDevServicesSupportedByLaunchMode;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.builditem.ApplicationInfoBuildItem;
import io.quarkus.deployment.builditem.CuratedApplicationShutdownBuildItem;
import io.quarkus.deployment.builditem.DevServicesResultBuildItem;
import io.quarkus.deployment.builditem.DevServicesResultBuildItem.RunningDevService;
import io.quarkus.deployment.builditem.FeatureBuildItem;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;
import org.mailwarden.devstack.control.TestServers;
import org.mailwarden.devstack.mail.SampleMailServer;
import org.mailwarden.devstack.process.Checkout;

/**
 * Starts Kafka and PostgreSQL for every application, Keycloak for one that sets {@code mailwarden.devservices.keycloak=true}
 * and the sample mail server for one that sets {@code mailwarden.devservices.mail=true}. They live as long as the test JVM
 * or the development session, also across live reloads.
 */
class MailwardenDevServices {

    private static final String FEATURE = "mailwarden-dev-services";
    private static volatile @Nullable RunningDevService running;

    @BuildStep
    FeatureBuildItem feature() {
        return new FeatureBuildItem(FEATURE);
    }

    @BuildStep(onlyIf = IsDevServicesSupportedByLaunchMode.class)
    DevServicesResultBuildItem start(ApplicationInfoBuildItem application, CuratedApplicationShutdownBuildItem stop) {
        RunningDevService known = running;
        if (known == null) {
            TestServers servers = new TestServers(Checkout.find()).withCheapPasswords();
            try {
                known = new RunningDevService(
                        FEATURE,
                        null,
                        servers::close,
                        settings(servers, application.getName(), ConfigProvider.getConfig()));
            } catch (RuntimeException cause) {
                servers.close();
                throw cause;
            }
            running = known;
            stop.addCloseTask(
                    () -> {
                        running = null;
                        servers.close();
                    },
                    true);
        }
        return known.toBuildItem();
    }

    private static Map<String, String> settings(TestServers servers, String application, Config config) {
        Map<String, String> settings = new TreeMap<>();
        settings.put("kafka.bootstrap.servers", servers.kafka().bootstrapServers());
        settings.putAll(servers.database(application.toLowerCase(Locale.ROOT).replace('-', '_')));
        settings.put("mailwarden.keys.directory", servers.keysFolder().toString());
        settings.put(
                "mailwarden.devservices.control-url", servers.control().url().toString());
        if (wanted(config, "mailwarden.devservices.mail")) {
            mail(settings, servers.mail());
        }
        if (wanted(config, "mailwarden.devservices.keycloak")) {
            keycloak(settings, servers, config);
        }
        return settings;
    }

    private static void mail(Map<String, String> settings, SampleMailServer mail) {
        settings.put(
                "mailwarden.devservices.mail.imaps-port",
                Integer.toString(mail.ports().imaps()));
        settings.put(
                "mailwarden.devservices.mail.pop3s-port",
                Integer.toString(mail.ports().pop3s()));
        settings.put(
                "mailwarden.devservices.mail.smtp-port",
                Integer.toString(mail.ports().smtp()));
        settings.put(
                "mailwarden.devservices.mail.imap-port",
                Integer.toString(mail.ports().imap()));
        settings.put(
                "mailwarden.devservices.mail.pop3-port",
                Integer.toString(mail.ports().pop3()));
        settings.put("mailwarden.devservices.mail.ca", mail.caCertificate().toString());
        // An application with a mailer sends to the sample server and nowhere else.
        settings.put("quarkus.mailer.host", "127.0.0.1");
        settings.put("quarkus.mailer.port", Integer.toString(mail.ports().smtp()));
        settings.put("quarkus.mailer.start-tls", "DISABLED");
        settings.put("quarkus.mailer.mock", "false");
    }

    private static void keycloak(Map<String, String> settings, TestServers servers, Config config) {
        String url = servers.keycloak().url().toString();
        settings.put("mailwarden.keycloak.url", url);
        settings.put("quarkus.oidc.auth-server-url", url + "/realms/mailwarden");
        settings.put("mailwarden.devservices.keycloak-admin-password", servers.keycloakAdminPassword());
        Map<String, String> secrets = servers.clientSecrets();
        secrets.forEach((client, secret) -> settings.put("mailwarden.devservices.secret." + client, secret));
        config.getOptionalValue("mailwarden.client-id", String.class)
                .map(secrets::get)
                .ifPresent(secret -> settings.put("mailwarden.client-secret", secret));
    }

    private static boolean wanted(Config config, String key) {
        return config.getOptionalValue(key, Boolean.class).orElse(false);
    }
}
