// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.doctor;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.mailwarden.kit.secret.Secret;

/** {@code ./mailwarden connect}: prepares a realm that is there already, and writes the settings for it. */
public final class ConnectTool {

    private static final int DONE = 0;
    private static final int FAULTY = 1;
    private static final int MISUSED = 2;

    private static final List<String> OPTIONS =
            List.of("--keycloak", "--realm", "--admin", "--password-file", "--admin-realm", "--console", "--out");

    private static final Set<String> FLAGS = Set.of("--dovecot", "--dry-run");

    private static final String USAGE = """
            Usage: ./mailwarden connect OPTION VALUE...

              --keycloak URL         the Keycloak that people sign in at
              --realm NAME           the realm with the people
              --admin NAME           an administrator of it, signed in once and not kept
              --password-file FILE   file with the administrator's password
              --admin-realm NAME     the administrator's realm (default master)
              --console URL          where people will open the console (default http://127.0.0.1:8080)
              --out FOLDER           where the settings with the clients' secrets go (default .mailwarden/connect)
              --dovecot              also what a Dovecot asks Keycloak with: a client that keeps one session of each user, and
                                     the client scope mail
              --dry-run              only says what is missing, and changes nothing

            Makes roles, the groups fleet and protected, clients with the least rights, and the attributes recoveryAddress
            and locale. What is there stays. Nobody is reset, and nobody is put into a group.
            """;

    private ConnectTool() {}

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
     * @param out where each change is told
     * @param arguments options
     * @return 0 done, 1 refused or not answered, 2 called wrongly
     */
    public static int run(PrintStream out, String... arguments) {
        Map<String, String> options = new TreeMap<>(Map.of(
                "--admin-realm", "master", "--console", "http://127.0.0.1:8080", "--out", ".mailwarden/connect"));
        for (int i = 0; i < arguments.length; i += 2) {
            if (FLAGS.contains(arguments[i])) {
                options.put(arguments[i], "");
                i--;
                continue;
            }
            if (!OPTIONS.contains(arguments[i]) || i + 1 == arguments.length) {
                out.print(USAGE);
                return MISUSED;
            }
            options.put(arguments[i], arguments[i + 1]);
        }
        if (!options.keySet().containsAll(OPTIONS)) {
            out.print(USAGE);
            return MISUSED;
        }
        try {
            connect(out, options);
            return DONE;
        } catch (IllegalArgumentException refused) {
            out.println(refused.getMessage());
        } catch (IOException cause) {
            out.println("Not done: " + cause.getMessage() + ". What was made stays; run it again when that is mended.");
        }
        return FAULTY;
    }

    private static void connect(PrintStream out, Map<String, String> options) throws IOException {
        String keycloak = given(options, "--keycloak");
        String realm = given(options, "--realm");
        Map<String, String> secrets;
        try (Secret password = Secret.of(Files.readString(Path.of(given(options, "--password-file")))
                        .strip());
                AdminRest admin = new AdminRest(
                        keycloak, realm, given(options, "--admin-realm"), given(options, "--admin"), password)) {
            RealmPreparation preparation = new RealmPreparation(admin, given(options, "--console"), out);
            if (options.containsKey("--dry-run")) {
                admin.onlyLook();
            }
            secrets = preparation.prepare();
            if (options.containsKey("--dovecot")) {
                secrets.put("mailwarden-dovecot", preparation.prepareDovecot());
            }
            if (admin.onlyLooks()) {
                out.println("Nothing was changed, and no settings were written.");
                return;
            }
        }
        Path folder = Path.of(given(options, "--out"));
        Files.createDirectories(folder);
        for (Map.Entry<String, String> client : secrets.entrySet()) {
            String name = client.getKey().substring("mailwarden-".length());
            if (name.equals("cli") || name.equals("dovecot")) {
                write(folder.resolve(client.getKey()), client.getValue());
            } else {
                write(folder.resolve(name + ".properties"), settings(keycloak, realm, client));
            }
        }
        out.println("The settings are in " + folder + ", readable by you alone. Next:");
        out.println("  1. append them to the settings of each service (in containers, to the secrets):");
        out.println("     umask 077; mkdir -p .mailwarden/settings; for s in fetcher breach-watch auth console; do cat "
                + folder + "/$s.properties >> .mailwarden/settings/$s.properties; done");
        out.println("  2. install the provider in Keycloak: docs/operations.md, Inside Keycloak;");
        out.println("  3. put people into the group fleet, and those for emergencies into the group protected;");
        out.println("  4. ./mailwarden doctor --keycloak " + keycloak + " --realm " + realm + " --settings "
                + folder.resolve("auth.properties"));
    }

    private static String given(Map<String, String> options, String name) {
        return Objects.requireNonNull(options.get(name), name);
    }

    private static String settings(String keycloak, String realm, Map.Entry<String, String> client) {
        String server = keycloak.endsWith("/") ? keycloak.substring(0, keycloak.length() - 1) : keycloak;
        return """
                mailwarden.keycloak.url=%1$s
                mailwarden.keycloak.realm=%2$s
                quarkus.oidc.auth-server-url=%1$s/realms/%2$s
                mailwarden.client-id=%3$s
                mailwarden.client-secret=%4$s
                """.formatted(server, realm, client.getKey(), client.getValue());
    }

    private static void write(Path file, String text) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, text, StandardOpenOption.WRITE);
    }
}
