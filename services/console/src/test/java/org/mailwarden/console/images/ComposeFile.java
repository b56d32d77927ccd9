// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.images;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mailwarden.devstack.process.Checkout;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** docker-compose.yml with its anchors and merges resolved, as docker sees it. */
record ComposeFile(JsonNode root) {

    static final Path CHECKOUT = Checkout.find().root();

    private static final Pattern HEALTH = Pattern.compile("/dev/tcp/127\\.0\\.0\\.1/(\\d+).*?(?:GET (\\S+) HTTP|$)");

    /** One request of a health check. */
    record HealthCheck(int port, String path) {}

    static ComposeFile read() throws IOException {
        String text = Files.readString(CHECKOUT.resolve("docker-compose.yml"));
        Object loaded = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
        return new ComposeFile(new ObjectMapper().valueToTree(loaded));
    }

    /** Every container by name. */
    Map<String, JsonNode> containers() {
        Map<String, JsonNode> containers = new TreeMap<>();
        root.get("services").properties().forEach(entry -> containers.put(entry.getKey(), entry.getValue()));
        return containers;
    }

    /** One container. */
    JsonNode container(String name) {
        return root.get("services").get(name);
    }

    /** The environment of a container. */
    Map<String, String> environment(String name) {
        Map<String, String> environment = new TreeMap<>();
        container(name)
                .path("environment")
                .properties()
                .forEach(entry ->
                        environment.put(entry.getKey(), entry.getValue().asText()));
        return environment;
    }

    /** Where a container asks how it is. */
    HealthCheck healthCheck(String name) {
        Matcher matcher =
                HEALTH.matcher(container(name).path("healthcheck").path("test").toString());
        if (!matcher.find()) {
            throw new AssertionError(name + " has no health check that can be read");
        }
        return new HealthCheck(Integer.parseInt(matcher.group(1)), String.valueOf(matcher.group(2)));
    }

    /** The folders and files that a container sees, by where it sees them. */
    Map<String, String> mounts(String name) {
        Map<String, String> mounts = new TreeMap<>();
        for (JsonNode volume : container(name).path("volumes")) {
            String[] parts = volume.asText().split(":", -1);
            mounts.put(parts[1], parts[0]);
        }
        return mounts;
    }

    /** The secrets that a container sees: the absolute path there, and the name. */
    Map<String, String> secrets(String name) {
        Map<String, String> secrets = new TreeMap<>();
        for (JsonNode secret : container(name).path("secrets")) {
            String source =
                    secret.isTextual() ? secret.asText() : secret.get("source").asText();
            String target = secret.isTextual() ? source : secret.get("target").asText();
            secrets.put(target.startsWith("/") ? target : "/run/secrets/" + target, source);
        }
        return secrets;
    }

    /** The file of each declared secret, relative to the folder of make-secrets. */
    Map<String, String> secretFiles() {
        Map<String, String> files = new TreeMap<>();
        root.get("secrets")
                .properties()
                .forEach(entry -> files.put(
                        entry.getKey(), entry.getValue().get("file").asText().replace("./.mailwarden/compose/", "")));
        return files;
    }

    /** Every name of a secret that some container uses. */
    TreeSet<String> usedSecrets() {
        TreeSet<String> used = new TreeSet<>();
        containers().keySet().forEach(name -> used.addAll(secrets(name).values()));
        return used;
    }
}
