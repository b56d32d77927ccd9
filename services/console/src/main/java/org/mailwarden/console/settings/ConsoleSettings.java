// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.settings;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** What an operator can set; every address is http or https, with host and port and without a path. */
@ConfigMapping(prefix = "mailwarden.console")
public interface ConsoleSettings {

    /**
     * Where people reach the console. Who wants to sign in and came by the name localhost is sent there, since Keycloak sends
     * people back to the address of its client alone.
     *
     * @return its address; when empty, every name by which a browser comes is kept
     */
    Optional<URI> url();

    /**
     * Where the fetcher answers.
     *
     * @return its address
     */
    @WithDefault("http://127.0.0.1:8081")
    URI fetcherUrl();

    /**
     * Where breach-watch answers.
     *
     * @return its address
     */
    @WithDefault("http://127.0.0.1:8082")
    URI breachWatchUrl();

    /**
     * Where auth answers.
     *
     * @return its address
     */
    @WithDefault("http://127.0.0.1:8083")
    URI authUrl();

    /**
     * Where people reach Keycloak, which may differ from where the services do.
     *
     * @return its address
     */
    @WithDefault("http://127.0.0.1:8180")
    URI keycloakUrl();

    /**
     * How long a connection to a service may take to come about.
     *
     * @return the limit
     */
    @WithDefault("2S")
    Duration connectTimeout();

    /**
     * How long a service may be silent, before its answer and between two pieces of it.
     *
     * @return the limit
     */
    @WithDefault("60S")
    Duration idleTimeout();

    /**
     * How long a part of the stack may take to say how it is.
     *
     * @return the limit
     */
    @WithDefault("3S")
    Duration statusTimeout();

    /**
     * How long an answer about the stack is reused: the status is public, and must not be a lever against the services.
     *
     * @return the time
     */
    @WithDefault("2S")
    Duration statusReuse();

    /**
     * The largest body of a request.
     *
     * @return the limit; keep it below {@code quarkus.http.limits.max-body-size}
     */
    @WithDefault("16M")
    MemorySize maxBodySize();

    /**
     * What the organisation is called that is watched. Reports carry it.
     *
     * @return its name; when empty, reports say that it has none
     */
    Optional<String> organisation();

    /**
     * How soon after its plan a reset is to be proved. Reports say how many were; nothing is decided by it.
     *
     * @return the time
     */
    @WithDefault("24H")
    Duration resetTarget();

    /**
     * How API keys of programs are looked at.
     *
     * @return its bounds
     */
    ApiKeys apiKeys();

    /** Bounds of looking at API keys. */
    interface ApiKeys {

        /**
         * How long it is remembered that a key was refused.
         *
         * @return the time
         */
        @WithDefault("10S")
        Duration refusalReuse();

        /**
         * How many keys that are none may come from one address in a minute.
         *
         * @return at least 1
         */
        @WithDefault("20")
        int wrongPerMinute();
    }

    /**
     * What is told while it changes.
     *
     * @return its bounds
     */
    Stream stream();

    /** Bounds of what is told while it changes. */
    interface Stream {

        /**
         * How many hints are kept for who comes again.
         *
         * @return at least 1; each takes some 300 bytes
         */
        @WithDefault("10000")
        int kept();

        /**
         * How many hints are told one by one to who comes again; who missed more is told to ask everything again.
         *
         * @return at least 1
         */
        @WithDefault("200")
        int mostResumed();

        /**
         * How many streams one person has at once: one a tab.
         *
         * @return at least 1
         */
        @WithDefault("8")
        int mostPerPerson();

        /**
         * How many streams there are at once.
         *
         * @return at least 1
         */
        @WithDefault("500")
        int most();

        /**
         * How often a silent stream shows that it is alive, so that nothing in between takes it for dead.
         *
         * @return the time
         */
        @WithDefault("15S")
        Duration heartbeat();
    }
}
