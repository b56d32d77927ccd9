// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.enrolment;

import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.account.CredentialType;
import org.mailwarden.fetcher.account.Account;
import org.mailwarden.fetcher.account.AccountRequest;
import org.mailwarden.fetcher.account.AccountRequest.CredentialRequest;
import org.mailwarden.fetcher.account.Enrolment;
import org.mailwarden.fetcher.account.Fleet;
import org.mailwarden.fetcher.vault.CredentialVault;
import org.mailwarden.kit.seal.SealBroken;
import org.mailwarden.kit.secret.Secret;

/** Compares a row with the fleet. The dry run and the real run ask the same questions. */
@ApplicationScoped
class RowPlanner {

    private final Fleet fleet;
    private final CredentialVault vault;

    RowPlanner(Fleet fleet, CredentialVault vault) {
        this.fleet = fleet;
        this.vault = vault;
    }

    /**
     * Plans a row.
     *
     * @param row the row
     * @param existing what happens when its mailbox is enrolled already
     * @return what it asks for
     * @throws UnusableRow when it cannot be imported, with a sentence
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public Step plan(FleetRow row, Existing existing) throws UnusableRow {
        AccountRequest request = row.request();
        Account draft = draft(request);
        Optional<Account> enrolled = enrolled(draft);
        if (enrolled.isEmpty()) {
            if (row.password() == null) {
                throw new UnusableRow("'password' is missing. A mailbox that is not enrolled yet needs it.");
            }
            return new Step.Create(request);
        }
        Account account = enrolled.get();
        if (existing == Existing.SKIP) {
            return new Step.Skip("Enrolled already. Import with existing=CHANGE to change it.");
        }
        if (account.protocol != draft.protocol) {
            throw new UnusableRow("The mailbox is enrolled with " + account.protocol + ", the row says "
                    + draft.protocol + ". Change the protocol at the account itself.");
        }
        return change(row, request, draft, account);
    }

    private Account draft(AccountRequest request) throws UnusableRow {
        try {
            return Enrolment.draft(request, fleet.now());
        } catch (HttpProblem problem) {
            throw new UnusableRow(String.valueOf(problem.getDetail()));
        }
    }

    /** The same mailbox at the same server, or else the only one of that address: its server or sign-in name has changed. */
    private Optional<Account> enrolled(Account draft) {
        List<Account> sameAddress = fleet.find("address", draft.address).list();
        // Looked at only: who changes one locks it, and must read it anew then.
        sameAddress.forEach(fleet.getEntityManager()::detach);
        Optional<Account> exact = sameAddress.stream()
                .filter(account -> account.host.equals(draft.host) && account.username.equals(draft.username))
                .findFirst();
        return exact.isPresent() || sameAddress.size() != 1 ? exact : Optional.of(sameAddress.getFirst());
    }

    private Step change(FleetRow row, AccountRequest request, Account draft, Account account) throws UnusableRow {
        List<String> columns = new ArrayList<>();
        boolean host = differs("host", true, draft.host, account.host, columns);
        boolean port = differs("port", true, draft.port, account.port, columns);
        boolean security = differs("security", true, draft.security, account.security, columns);
        boolean username = differs("username", request.username() != null, draft.username, account.username, columns);
        boolean signIn = !columns.isEmpty();
        boolean folders = differs("folders", request.folders() != null, draft.folders, account.folders, columns);
        boolean retrieval =
                differs("retrieval", request.retrieval() != null, draft.retrieval, account.retrieval, columns);
        boolean days = differs(
                "deleteAfterDays",
                request.deleteAfterDays() != null,
                draft.deleteAfterDays,
                account.deleteAfterDays,
                columns);
        boolean owner = differs("owner", request.owner() != null, draft.owner, account.owner, columns);
        boolean recovery = differs(
                "recoveryAddress",
                request.recoveryAddress() != null,
                draft.recoveryAddress,
                account.recoveryAddress,
                columns);
        boolean tags = differs("tags", request.tags() != null, draft.tags, account.tags, columns);
        @Nullable CredentialRequest credential = credential(row, account, signIn);
        if (credential != null) {
            columns.add("password");
        }
        if (columns.isEmpty()) {
            return new Step.Skip("Nothing differs from the account.");
        }
        boolean settingsDiffer = credential == null || columns.size() > 1;
        AccountRequest settings = !settingsDiffer
                ? null
                : new AccountRequest(
                        null,
                        null,
                        host ? request.host() : null,
                        // The port goes with the security: what is usual for one is wrong for the other.
                        port || security ? Integer.valueOf(draft.port) : null,
                        security ? request.security() : null,
                        username ? request.username() : null,
                        signIn ? credential : null,
                        folders ? request.folders() : null,
                        retrieval ? request.retrieval() : null,
                        retrieval || days ? request.deleteAfterDays() : null,
                        owner ? request.owner() : null,
                        recovery ? request.recoveryAddress() : null,
                        tags ? request.tags() : null);
        return new Step.Change(
                account.id, settings, signIn ? null : credential, "Changes " + String.join(", ", columns) + ".");
    }

    private static boolean differs(
            String column, boolean given, @Nullable Object wanted, @Nullable Object is, List<String> columns) {
        boolean differs = given && !Objects.equals(wanted, is);
        if (differs) {
            columns.add(column);
        }
        return differs;
    }

    /** The credential to set; absent when the account has this password already. */
    private @Nullable CredentialRequest credential(FleetRow row, Account account, boolean signIn) throws UnusableRow {
        Secret password = row.password();
        if (password == null) {
            if (signIn) {
                throw new UnusableRow(
                        "Another host, port, security or username needs the password again: give it in the row.");
            }
            return null;
        }
        if (account.credentialType != CredentialType.PASSWORD) {
            throw new UnusableRow("The account signs in by " + account.credentialType
                    + ". Change its credential at the account itself (PUT …/credential).");
        }
        if (is(account, account.credentialVersion, password)) {
            return signIn ? CredentialRequest.password(password) : null;
        }
        if (is(account, account.credentialVersion - 1, password)) {
            // A file from before a reset would bring the leaked password back.
            throw new UnusableRow("The password of the row is the one that was replaced last. Give the current one.");
        }
        return CredentialRequest.password(password);
    }

    private boolean is(Account account, long version, Secret password) {
        try {
            return vault.openPassword(account.id, version, "compare it with an import")
                    .map(kept -> {
                        try (kept) {
                            return kept.equals(password);
                        }
                    })
                    .orElse(false);
        } catch (SealBroken unreadable) {
            // What cannot be opened is replaced by what the row gives.
            return false;
        }
    }
}
