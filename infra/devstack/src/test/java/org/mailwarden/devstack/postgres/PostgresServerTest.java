// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.devstack.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailwarden.devstack.process.Checkout;
import org.mailwarden.devstack.process.FileTrees;

class PostgresServerTest {

    @TempDir
    Path folder;

    private PostgresServer server;

    @BeforeEach
    void start() {
        server = new PostgresServer(new PostgresServer.Settings(
                Checkout.find().data().resolve("postgres"),
                folder.resolve("postgres"),
                folder.resolve("postgres.log"),
                0,
                "superuser password"));
        server.start();
    }

    @AfterEach
    void stop() {
        server.close();
        FileTrees.delete(server.dataFolder());
    }

    @Test
    void dataSurviveAStopAndAStart() throws SQLException {
        // Given
        server.createDatabase("one", "one", "password one");
        String url = server.jdbcUrl("one");
        try (Connection connection = DriverManager.getConnection(url, "one", "password one")) {
            connection.createStatement().execute("create table kept as select 42 as number");
        }

        // When
        server.stop();
        server.start();

        // Then
        try (Connection connection = DriverManager.getConnection(url, "one", "password one");
                ResultSet rows = connection.createStatement().executeQuery("select number from kept")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getInt(1)).isEqualTo(42);
        }
    }

    @Test
    void serviceCannotEnterTheDatabaseOfAnother() {
        // Given
        server.createDatabase("one", "one", "password one");
        String one = server.jdbcUrl("one");
        server.createDatabase("two", "two", "password two");

        // When / Then
        assertThatThrownBy(() -> DriverManager.getConnection(one, "two", "password two"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("permission denied");
    }
}
