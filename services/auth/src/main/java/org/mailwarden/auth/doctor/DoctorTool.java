// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.doctor;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Reader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.mailwarden.auth.doctor.Examination.Result;
import org.mailwarden.auth.keycloak.KeycloakSettings;
import org.mailwarden.auth.keycloak.RealmReader;
import org.mailwarden.auth.mailserver.MailServerConfig;
import org.mailwarden.auth.mailserver.MailServers;

/** {@code ./mailwarden doctor} for a realm and its mail servers: the same examination as over REST, without the service. */
public final class DoctorTool {

    private static final int HEALTHY = 0;
    private static final int FAULTY = 1;
    private static final int MISUSED = 2;
    private static final int NOT_CHECKED = 3;
    private static final Duration TIMEOUT = Duration.ofSeconds(15);

    private static final String USAGE = """
            Usage: ./mailwarden doctor [OPTION VALUE]...

              --keycloak URL        examine this Keycloak in place of the stack's own
              --realm NAME          its realm (default mailwarden)
              --client ID           client of auth's service account (default mailwarden-auth)
              --secret-file FILE    file with the client's secret
              --settings FILE       settings of auth, which name all of these and its mail servers
              --report FILE         write the result as JSON

            Ends with 0 when nothing is wrong (warnings are told), 1 when something is, 3 when it could not be asked.
            """;

    private DoctorTool() {}

    /**
     * Runs.
     *
     * @param arguments options
     */
    public static void main(String[] arguments) {
        System.exit(run(new PrintStream(System.out, true, StandardCharsets.UTF_8), arguments));
    }

    /**
     * Runs without ending the JVM.
     *
     * @param out where the result is told
     * @param arguments options
     * @return 0 healthy, 1 a fault, 2 called wrongly, 3 not everything could be asked
     */
    public static int run(PrintStream out, String... arguments) {
        Map<String, String> options = new TreeMap<>();
        for (int i = 0; i < arguments.length; i += 2) {
            boolean known = List.of("--keycloak", "--realm", "--client", "--secret-file", "--settings", "--report")
                    .contains(arguments[i]);
            if (!known || i + 1 == arguments.length) {
                out.print(USAGE);
                return MISUSED;
            }
            options.put(arguments[i], arguments[i + 1]);
        }
        try {
            Properties settings = settings(options);
            RealmDoctor.Report report = examine(keycloak(options, settings), settings);
            String file = options.get("--report");
            if (file != null) {
                JsonMapper.builder()
                        .build()
                        .writerWithDefaultPrettyPrinter()
                        .writeValue(Path.of(file).toFile(), report);
            }
            return tell(out, report);
        } catch (IOException | IllegalArgumentException cause) {
            out.println(cause.getMessage());
            return MISUSED;
        }
    }

    private static RealmDoctor.Report examine(KeycloakSettings keycloak, Properties settings) {
        Vertx vertx = Vertx.vertx();
        try (MailServers mail = new MailServers(mailServers(settings), vertx, new ObjectMapper())) {
            return new RealmDoctor(
                            RealmReader.of(keycloak),
                            Optional.ofNullable(settings.getProperty("mailwarden.keycloak.version")),
                            new MailServerDoctor(mail))
                    .examine()
                    .with(AppPasswordExamination.without(
                            Optional.ofNullable(settings.getProperty("mailwarden.auth.app-passwords.file"))
                                    .map(Path::of)));
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private static MailServerConfig mailServers(Properties settings) {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withSources(new PropertiesConfigSource(settings, "settings", ConfigSource.DEFAULT_ORDINAL))
                .withMapping(MailServerConfig.class)
                .build()
                .getConfigMapping(MailServerConfig.class);
    }

    private static Properties settings(Map<String, String> options) throws IOException {
        Properties settings = new Properties();
        if (options.containsKey("--settings")) {
            try (Reader reader = Files.newBufferedReader(Path.of(options.get("--settings")))) {
                settings.load(reader);
            }
        }
        return settings;
    }

    private static KeycloakSettings keycloak(Map<String, String> options, Properties settings) throws IOException {
        String url = options.getOrDefault("--keycloak", settings.getProperty("mailwarden.keycloak.url"));
        String secret = options.containsKey("--secret-file")
                ? Files.readString(Path.of(options.get("--secret-file"))).strip()
                : settings.getProperty("mailwarden.client-secret");
        if (url == null || secret == null) {
            throw new IllegalArgumentException(
                    "Give --keycloak and --secret-file, or the settings of auth with --settings.");
        }
        return new KeycloakSettings(
                URI.create(url),
                options.getOrDefault("--realm", settings.getProperty("mailwarden.keycloak.realm", "mailwarden")),
                options.getOrDefault("--client", settings.getProperty("mailwarden.client-id", "mailwarden-auth")),
                secret,
                TIMEOUT);
    }

    private static int tell(PrintStream out, RealmDoctor.Report report) {
        for (Examination one : report.examinations()) {
            String mark = switch (one.result()) {
                case OK -> "  ok    ";
                case WARNING -> "  WARN  ";
                case FAULT -> "  FAULT ";
                case NOT_CHECKED -> "  --    ";
            };
            out.println(mark + one.sentence() + (one.result() == Result.OK ? "" : ". " + one.toDo()));
        }
        if (report.healthy()) {
            return HEALTHY;
        }
        return report.examinations().stream().anyMatch(one -> one.result() == Result.FAULT) ? FAULTY : NOT_CHECKED;
    }
}
