// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.doctor;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import org.mailwarden.auth.doctor.Examination.Result;
import org.mailwarden.auth.mailserver.MailAnswer;
import org.mailwarden.auth.mailserver.MailServerGateway;
import org.mailwarden.auth.mailserver.MailServers;

/** Examines the mail servers that auth is to drive, with what it asks them in a reset. Blocking; safe for many threads. */
@ApplicationScoped
public class MailServerDoctor {

    /** A user that no server has, so that nothing happens to anybody. */
    private static final String NOBODY = "nobody.mailwarden-doctor";

    private static final String COMPARE = "Compare its settings with 'Mail servers' in docs/operations.md.";

    private final MailServers servers;

    /**
     * Makes the doctor.
     *
     * @param servers the mail servers
     */
    @Inject
    public MailServerDoctor(MailServers servers) {
        this.servers = servers;
    }

    /**
     * Examines.
     *
     * @return at least one examination
     */
    List<Examination> examine() {
        if (servers.isEmpty()) {
            return List.of(Examination.warning(
                    "mail-servers",
                    "No mail server is configured: connections that are open there, and sign-ins that it remembers, outlive"
                            + " a reset",
                    "Name those that can be driven under mailwarden.auth.mail-servers."));
        }
        List<Examination> found = new ArrayList<>();
        servers.all().forEach((name, gateway) -> found.addAll(examine(name, gateway)));
        return found;
    }

    private static List<Examination> examine(String name, MailServerGateway gateway) {
        String code = "mail-server-" + name;
        String who = "Mail server " + name;
        MailAnswer<?> all = gateway.connections(NOBODY)
                .then(open -> gateway.flushCache(NOBODY))
                .then(entries -> gateway.endConnections(NOBODY));
        return switch (all) {
            case MailAnswer.Told<?> told ->
                List.of(
                        Examination.ok(code, who + " takes our key and does what a reset asks of it"),
                        breadth(code + "-key", who, gateway.mayDoMore()));
            case MailAnswer.Refused<?>(String why) -> List.of(Examination.fault(code, who + ": " + why, COMPARE));
            case MailAnswer.NotAsked<?>(String why) ->
                List.of(new Examination(code, Result.NOT_CHECKED, who + ": " + why, COMPARE));
        };
    }

    private static Examination breadth(String code, String who, MailAnswer<Boolean> mayDoMore) {
        return switch (mayDoMore) {
            case MailAnswer.Told<Boolean>(Boolean more) ->
                more
                        ? Examination.warning(
                                code,
                                who + " lets our key do everything that doveadm can, also read mail",
                                "Set doveadm_allowed_commands = who,kick,auth cache flush in its settings.")
                        : Examination.ok(code, who + " lets our key do no more than a reset needs");
            case MailAnswer.Refused<Boolean>(String why) ->
                new Examination(code, Result.NOT_CHECKED, who + ": " + why, COMPARE);
            case MailAnswer.NotAsked<Boolean>(String why) ->
                new Examination(code, Result.NOT_CHECKED, who + ": " + why, COMPARE);
        };
    }
}
