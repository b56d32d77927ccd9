// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.e2e.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.mailwarden.devstack.launcher.Stack;
import org.mailwarden.e2e.outside.SecretSearch;

/** A search for every planted secret in topics, logs, tables and the report. */
final class Secrets implements Chapter {

    private static final int CHUNK = 1 << 20;

    @Override
    public String title() {
        return "No secret leaked";
    }

    @Override
    public void tell(World world) {
        Map<String, Object> evidence = new LinkedHashMap<>();
        world.promises.check("no-secrets", evidence, () -> clean(world, evidence));
    }

    private static boolean clean(World world, Map<String, Object> evidence) {
        Hunt hunt = new Hunt(new SecretSearch(world.secrets));
        evidence.put("secrets", world.secrets.size());
        long records = hunt.through("topic", world.kafka.everything());
        evidence.put("Kafka records searched", records);
        List<Path> logs = logs(world.stack.dataDirectory().resolve("log"));
        long logBytes = 0;
        for (Path log : logs) {
            logBytes += hunt.through(log);
        }
        evidence.put("logs searched", logs.size() + " (" + logBytes + " characters)");
        long rows = 0;
        for (String service : Stack.SERVICES) {
            if (!service.equals("console")) {
                rows += tables(world, service, hunt);
            }
        }
        evidence.put("table rows searched", rows);
        hunt.text("report", world.promises.all().toString());
        evidence.put("found", hunt.hits.isEmpty() ? "none" : hunt.hits);
        return hunt.hits.isEmpty() && records > 0 && logBytes > 0 && rows > 0;
    }

    private static List<Path> logs(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("The logs could not be listed", e);
        }
    }

    private static long tables(World world, String service, Hunt hunt) {
        long rows = 0;
        String url = world.stack.postgres().jdbcUrl(world.stack.database(service));
        try (Connection connection = DriverManager.getConnection(
                        url, world.stack.database(service), world.stack.databasePassword(service));
                Statement statement = connection.createStatement()) {
            for (String table : names(statement)) {
                List<String> texts = new ArrayList<>();
                try (ResultSet result = statement.executeQuery("select t::text from " + table + " t")) {
                    while (result.next()) {
                        texts.add(result.getString(1));
                    }
                }
                rows += hunt.through("table " + service + "." + table, texts.stream());
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException("The tables of " + service + " could not be read: " + e.getMessage(), e);
        }
    }

    private static List<String> names(Statement statement) throws SQLException {
        List<String> names = new ArrayList<>();
        try (ResultSet result =
                statement.executeQuery("select quote_ident(table_schema) || '.' || quote_ident(table_name)"
                        + " from information_schema.tables where table_type = 'BASE TABLE'"
                        + " and table_schema not in ('pg_catalog', 'information_schema')")) {
            while (result.next()) {
                names.add(result.getString(1));
            }
        }
        return names;
    }

    /** Gathers small texts, because a search costs by the call. */
    private static final class Hunt {

        private final SecretSearch search;
        private final List<String> hits = new ArrayList<>();

        Hunt(SecretSearch search) {
            this.search = search;
        }

        void text(String where, String text) {
            hits.addAll(search.hits(where, text));
        }

        long through(String where, Stream<String> texts) {
            StringBuilder chunk = new StringBuilder();
            long[] count = {0};
            texts.forEach(text -> {
                count[0]++;
                chunk.append(text).append('\n');
                if (chunk.length() > CHUNK) {
                    text(where, chunk.toString());
                    chunk.setLength(0);
                }
            });
            text(where, chunk.toString());
            return count[0];
        }

        long through(Path log) {
            try {
                String text = Files.readString(log, StandardCharsets.ISO_8859_1);
                text("log " + log.getFileName(), text);
                return text.length();
            } catch (IOException e) {
                throw new UncheckedIOException("The log " + log.getFileName() + " could not be read", e);
            }
        }
    }
}
