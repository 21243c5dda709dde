"""A small OpenEMR: its tables as far as the ledger needs them, and books for three patients.

Names and types of columns are those of openemr/openemr, sql/database.sql, on GitHub.
"""

MONEY = "decimal(12,2)"

TABLES = {
    "billing": f"""id int AUTO_INCREMENT PRIMARY KEY, date datetime, code_type varchar(15),
        code varchar(20), pid bigint, provider_id int, user int, encounter int, code_text longtext,
        activity tinyint(1), bill_date datetime, units int, fee {MONEY}, KEY pid (pid)""",
    "ar_activity": f"""pid int NOT NULL, encounter int NOT NULL, sequence_no int unsigned NOT NULL,
        code_type varchar(12) NOT NULL DEFAULT '', code varchar(20) NOT NULL DEFAULT '',
        modifier varchar(12) NOT NULL DEFAULT '', payer_type int NOT NULL,
        post_time datetime NOT NULL, post_user int NOT NULL DEFAULT 0,
        session_id int unsigned NOT NULL DEFAULT 0, memo varchar(255) NOT NULL DEFAULT '',
        pay_amount {MONEY} NOT NULL DEFAULT 0, adj_amount {MONEY} NOT NULL DEFAULT 0,
        follow_up_note text, account_code varchar(15) NOT NULL DEFAULT '', reason_code varchar(255),
        deleted datetime, post_date date, PRIMARY KEY (pid, encounter, sequence_no)""",
    "ar_session": f"""session_id int unsigned AUTO_INCREMENT PRIMARY KEY, payer_id int NOT NULL,
        user_id int NOT NULL DEFAULT 0, reference varchar(255) NOT NULL DEFAULT '',
        check_date date, deposit_date date, pay_total {MONEY} NOT NULL DEFAULT 0""",
    "form_encounter": """id bigint AUTO_INCREMENT PRIMARY KEY, date datetime, facility longtext,
        pid bigint, encounter bigint, last_level_billed int NOT NULL DEFAULT 0,
        last_level_closed int NOT NULL DEFAULT 0, last_stmt_date date,
        stmt_count int NOT NULL DEFAULT 0, provider_id int DEFAULT 0, KEY pid (pid, encounter)""",
    "insurance_companies": "id int PRIMARY KEY, name varchar(255)",
    "insurance_data": """id bigint AUTO_INCREMENT PRIMARY KEY, type enum('primary','secondary',
        'tertiary'), provider varchar(255), policy_number varchar(255), date date,
        pid bigint NOT NULL, UNIQUE KEY pid_type_date (pid, type, date)""",
    "users": "id bigint PRIMARY KEY, username varchar(255), fname varchar(255),"
    " lname varchar(255), password longtext",
    "patient_data": "pid bigint PRIMARY KEY, pubpid varchar(255), lname varchar(255), DOB date",
    "drug_sales": f"""sale_id int AUTO_INCREMENT PRIMARY KEY, pid bigint, encounter int,
        user varchar(255), sale_date date NOT NULL, fee {MONEY} NOT NULL DEFAULT 0""",
}

ROWS = {
    "insurance_companies": ("(7, 'HARBOR MUTUAL HEALTH')", "(8, 'COBALT RIDGE INSURANCE')"),
    # Patient 11 has one insurer, 12 has two, 13 none.
    "insurance_data (type, provider, date, pid)": (
        "('primary', '8', '2019-01-01', 11)",
        "('primary', '7', '2024-01-01', 11)",
        "('primary', '7', '2024-01-01', 12)",
        "('secondary', '8', '2024-01-01', 12)",
        "('secondary', '', '2024-01-01', 13)",
    ),
    "users (id, username, fname, lname)": ("(1, 'u.ames', 'MORGAN', 'PLACEHOLDER')",),
    "form_encounter (date, facility, pid, encounter, last_stmt_date, stmt_count, provider_id)": (
        "('2025-03-03 09:30:00', 'Main', 11, 501, '2025-05-20', 2, 1)",
        # The same encounter twice: OpenEMR takes the newer row.
        "('2025-03-03 09:30:00', 'Main', 11, 501, NULL, 0, 1)",
        "('2025-03-04 10:00:00', 'Main', 12, 502, NULL, 0, 1)",
        "('2025-03-05 11:00:00', 'Annex', 13, 503, '0000-00-00', 1, 1)",
    ),
    "billing (date, code_type, code, pid, user, encounter, activity, units, fee, code_text)": (
        "('2025-03-03 12:00:00', 'CPT4', '99213', 11, 1, 501, 1, 2, 260.00, 'x')",
        "('2025-03-03 12:00:00', 'ICD10', 'I10', 11, 1, 501, 1, 1, 0.00, 'x')",
        "('2025-03-03 12:00:00', 'CPT4', '99215', 11, 1, 501, 0, 1, 999.00, 'x')",
        "('2025-03-04 12:00:00', 'CPT4', '99214', 12, 1, 502, 1, 1, 180.00, 'x')",
        "('2025-03-05 12:00:00', 'CPT4', '99203', 13, 1, 503, 1, 1, 150.00, 'x')",
        "('2025-03-05 12:00:00', 'COPAY', '30.00', 13, 1, 503, 1, 1, -30.00, 'x')",
    ),
    "drug_sales (pid, encounter, user, sale_date, fee)": (
        "(11, 501, 'u.ames', '2025-03-03', 12.50)",
    ),
    "ar_session (session_id, payer_id, reference)": (
        "(90, 7, 'ePay - EFT501')",
        "(91, 0, 'CASH')",
    ),
    "ar_activity (pid, encounter, sequence_no, code, payer_type, post_time, post_user, session_id,"
    " memo, pay_amount, adj_amount, account_code, follow_up_note, deleted, post_date)": (
        "(11,501,1,'99213',1,'2025-04-02 08:00',1,90,'EFT501',120,0,'',NULL,NULL,NULL)",
        "(11,501,2,'99213',1,'2025-04-02 08:00',1,90,'Adjust code 45',0,95,'',NULL,NULL,250401)",
        "(11,501,3,'99213',1,'2025-04-02 08:00',1,90,'Ins1 coins: 45.00',0,0,'',NULL,NULL,NULL)",
        "(11,501,4,'99213',0,'2025-04-20 08:00',1,91,'',20,0,'PP',NULL,NULL,NULL)",
        "(11,501,5,'',0,'2025-06-20 08:00',1,0,'Bad debt',0,25,'PA','gone',NULL,NULL)",
        "(11,501,6,'',0,'2025-06-21 08:00',1,0,'Bad debt',0,25,'PA',NULL,'2025-06-21',NULL)",
        "(12,502,1,'99214',1,'2025-04-02 08:00',1,90,'Ins1 dedbl: 60.00',0,0,'',NULL,NULL,NULL)",
        "(12,502,2,'99214',1,'2025-04-02 08:00',1,90,'EFT501',100,0,'',NULL,NULL,NULL)",
        "(12,502,3,'99214',1,'2025-05-02 08:00',1,90,'',-40,0,'Takeback',NULL,NULL,NULL)",
        "(13,503,1,'',0,'2025-03-05 08:00',1,91,'',120,0,'PCP',NULL,NULL,NULL)",
        "(13,503,2,'',0,'2025-03-06 08:00',1,91,'Pt refund',0,-15,'PA',NULL,NULL,NULL)",
    ),
}

BALANCES = {"11": "12.50", "12": "120.00", "13": "15.00"}
"""What InvoiceSummary works out: fees, less paid, less adjusted, of rows that count."""


def statements(database: str) -> list[str]:
    """What makes the tables and fills them."""
    made = [f"CREATE TABLE `{database}`.`{name}` ({body})" for name, body in TABLES.items()]
    for into, rows in ROWS.items():
        table, _, columns = into.partition(" ")
        values = ", ".join(rows)
        made.append(f"INSERT INTO `{database}`.`{table}` {columns} VALUES {values}")  # noqa: S608
    return made
