// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.images;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every setting a service reads, from its own sources; and Quarkus' settings, from what the launcher really starts. */
final class KnownSettings {

    private static final Path KIT = ComposeFile.CHECKOUT.resolve("infra/service-kit/src/main");
    private static final Path LAUNCHER =
            ComposeFile.CHECKOUT.resolve("infra/devstack/src/main/java/org/mailwarden/devstack/launcher");
    private static final Pattern PROPERTY = Pattern.compile("@ConfigProperty\\(\\s*name = \"([^\"]+)\"");
    private static final Pattern MAPPING = Pattern.compile("@ConfigMapping\\(prefix = \"([^\"]+)\"\\)");
    private static final Pattern METHOD = Pattern.compile("(?m)^( +)([\\w<>,. ]+) (\\w+)\\(\\);");
    private static final Pattern PUT = Pattern.compile("put\\(\\s*\"([a-z][^\"]*)\"");

    private KnownSettings() {}

    /** The settings of a service. */
    static Set<String> of(String service) {
        Path main = ComposeFile.CHECKOUT.resolve("services/" + service + "/src/main");
        Set<String> known = new TreeSet<>(keys(main.resolve("resources/application.properties")));
        known.addAll(sources(main.resolve("java")));
        if (!service.equals("console")) {
            known.addAll(keys(KIT.resolve("resources/META-INF/microprofile-config.properties")));
            known.addAll(sources(KIT.resolve("java")));
        }
        Stream.of("ServiceSettings.java", "Stack.java")
                .flatMap(file -> PUT.matcher(text(LAUNCHER.resolve(file))).results())
                .map(match -> match.group(1))
                .filter(key -> !key.startsWith("mailwarden."))
                .forEach(known::add);
        return known;
    }

    /** The same as names of the environment (MicroProfile Config, section 5.3.2). */
    static Set<String> inTheEnvironmentOf(String service) {
        return of(service).stream()
                .map(key -> key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The port at which a service listens by its own settings. */
    static int portOf(String service) {
        return Integer.parseInt(properties(ComposeFile.CHECKOUT.resolve(
                        "services/" + service + "/src/main/resources/application.properties"))
                .getProperty("quarkus.http.port"));
    }

    /** The keys of a properties file, without their profiles. */
    static Set<String> keys(Path file) {
        return properties(file).stringPropertyNames().stream()
                .map(key -> key.replaceFirst("^%[^.]+\\.", ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> sources(Path folder) {
        Set<String> found = new TreeSet<>();
        List<String> all = javaFiles(folder);
        for (String text : all) {
            PROPERTY.matcher(text).results().forEach(match -> found.add(match.group(1)));
            MAPPING.matcher(text)
                    .results()
                    .forEach(mapping -> group(mapping.group(1), text.substring(mapping.end()), "    ", all, found));
        }
        return found;
    }

    /** The settings of a group, and of the groups in it: an interface of its own file, or one inside the interface. */
    private static void group(String prefix, String body, String indent, List<String> all, Set<String> found) {
        METHOD.matcher(body)
                .results()
                .filter(method -> method.group(1).equals(indent))
                .forEach(method -> {
                    String key = prefix + "." + kebab(method.group(3));
                    found.add(key);
                    String opening = "interface " + method.group(2) + " {";
                    if (body.contains("    " + opening)) {
                        group(key, body.substring(body.indexOf(opening)), indent + "    ", all, found);
                    } else {
                        all.stream()
                                .filter(text -> text.contains("public " + opening))
                                .forEach(text -> group(key, text.substring(text.indexOf(opening)), "    ", all, found));
                    }
                });
    }

    private static String kebab(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    private static List<String> javaFiles(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .map(KnownSettings::text)
                    .toList();
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    private static Properties properties(Path file) {
        try {
            Properties properties = new Properties();
            properties.load(new StringReader(text(file)));
            return properties;
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }
}
