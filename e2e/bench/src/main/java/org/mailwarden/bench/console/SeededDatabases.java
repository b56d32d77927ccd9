// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.bench.console;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.mailwarden.bench.run.Figures;
import org.mailwarden.devstack.launcher.Stack;

/**
 * Fills the tables that the services' own migrations made, by statements that stand beside this class: a fleet, what was found
 * about it in two years, who signed in, and what was done.
 *
 * @param accounts of the fleet, from 100
 * @param findings of two years
 * @param signIns of the last 90 days
 * @param remediations of two years
 * @param ledger rows of the audit ledger
 */
record SeededDatabases(int accounts, int findings, int signIns, int remediations, int ledger) {

    private static final List<String> SERVICES = List.of("fetcher", "breach-watch", "auth");

    /**
     * Fills them, and has the planner look at what is there.
     *
     * @param stack a running stack with empty databases
     * @param figures where progress is told
     */
    void fill(Stack stack, Figures figures) throws IOException {
        for (String service : SERVICES) {
            figures.say("Filling the database of %s ...", service);
            try (Connection database = DriverManager.getConnection(
                            stack.postgres().jdbcUrl(stack.database(service)),
                            stack.database(service),
                            stack.databasePassword(service));
                    Statement statement = database.createStatement()) {
                statement.execute("set maintenance_work_mem = '256MB'");
                List<String> indexes = dropped(statement);
                run(statement, "people");
                run(statement, service);
                for (String index : indexes) {
                    statement.execute(index);
                }
                statement.execute("vacuum analyze");
            } catch (SQLException cause) {
                throw new IOException(
                        "The database of " + service + " could not be filled: " + cause.getMessage(), cause);
            }
        }
    }

    /** Takes the indexes of large tables away, for they are made faster over what is there; returns how they are made. */
    private static List<String> dropped(Statement statement) throws SQLException {
        List<String> names = new ArrayList<>();
        List<String> definitions = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery("""
                select indexname, indexdef from pg_indexes where schemaname = 'public'
                and tablename in ('finding', 'finding_text', 'finding_fact', 'finding_source', 'login')
                and indexname not in (select conname from pg_constraint)""")) {
            while (rows.next()) {
                names.add(rows.getString(1));
                definitions.add(rows.getString(2));
            }
        }
        for (String name : names) {
            statement.execute("drop index " + name);
        }
        return definitions;
    }

    private void run(Statement statement, String script) throws IOException, SQLException {
        for (String each : text(script).split(";\\s*\n", -1)) {
            if (!each.isBlank()) {
                statement.execute(each);
            }
        }
    }

    private String text(String script) throws IOException {
        try (InputStream in = SeededDatabases.class.getResourceAsStream(script + ".sql")) {
            if (in == null) {
                throw new IOException("The statements of " + script + " are not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("${accounts}", Integer.toString(accounts))
                    .replace("${findings}", Integer.toString(findings))
                    .replace("${signIns}", Integer.toString(signIns))
                    .replace("${remediations}", Integer.toString(remediations))
                    .replace("${ledger}", Integer.toString(ledger));
        }
    }
}
