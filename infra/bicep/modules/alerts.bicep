// What somebody has to look at, told by mail.
param name string
param location string
param tags object

@description('Who gets the mails.')
param mail string

@description('Application Insights that logs and traces are in.')
param insightsId string

param databaseId string
param storageId string

@description('Connections that the server allows.')
param maxConnections int

type logAlert = {
  @description('Part of the name.')
  name: string

  @description('What happened, in a sentence.')
  says: string

  @description('KQL; each row is an alarm.')
  query: string

  @description('0 is the worst.')
  severity: int

  @description('How often it is looked for, and how far back.')
  every: 'PT5M' | 'PT15M' | 'PT1H' | 'P1D'
}

var logAlerts logAlert[] = [
  {
    name: 'failed-jobs'
    says: 'A job failed three times within an hour.'
    query: 'traces | where message matches regex "^job [a-z_]+ failed" | summarize failures = count() by job = extract("job ([a-z_]+)", 1, message) | where failures >= 3'
    severity: 2
    every: 'PT1H'
  }
  {
    name: 'books'
    says: 'The books do not balance.'
    query: 'traces | where severityLevel >= 3 and message matches regex ", the (records|purchases|customers|reports) say "'
    severity: 1
    every: 'PT1H'
  }
  {
    name: 'slow'
    says: 'The 95th percentile of answers is above two seconds.'
    query: 'requests | where name !has "exports" | summarize p95 = percentile(duration, 95), calls = count() | where p95 > 2000 and calls > 50'
    severity: 3
    every: 'PT15M'
  }
  {
    name: 'errors'
    says: 'More than one answer in a hundred is a fault of ours.'
    query: 'requests | summarize faults = countif(toint(resultCode) >= 500), calls = count() | where calls > 100 and faults * 100 > calls'
    severity: 1
    every: 'PT15M'
  }
  {
    name: 'poison'
    says: 'A blob could not be handled in five tries.'
    query: 'traces | where message has "webjobs-blobtrigger-poison"'
    severity: 2
    every: 'PT15M'
  }
  {
    name: 'late'
    says: 'Roll-ups, rankings, the audit log or a queue are late.'
    query: 'customMetrics | where name == "app.age" | extend part = tostring(customDimensions["app.part"]) | summarize age = min(valueMax) by part | where (part in ("rollups", "audit_seals") and age > 1800) or (part in ("reports", "mails") and age > 3600) or (part == "rankings" and age > 108000) or (part == "imports_unfinished" and age > 14400)'
    severity: 2
    every: 'PT15M'
  }
]

var databaseAlerts = [
  { name: 'connections', metric: 'active_connections', above: maxConnections * 8 / 10, severity: 2 }
  { name: 'storage', metric: 'storage_percent', above: 80, severity: 2 }
  { name: 'cpu', metric: 'cpu_percent', above: 90, severity: 3 }
]

resource people 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: 'ag-${name}'
  location: 'global'
  tags: tags
  properties: {
    enabled: true
    groupShortName: 'im-alerts'
    emailReceivers: [{ name: 'mail', emailAddress: mail, useCommonAlertSchema: true }]
  }
}

resource ofLogs 'Microsoft.Insights/scheduledQueryRules@2026-03-01' = [
  for alert in logAlerts: {
    name: 'alert-${name}-${alert.name}'
    location: location
    tags: tags
    kind: 'LogAlert'
    properties: {
      displayName: alert.says
      description: alert.says
      enabled: true
      severity: alert.severity
      scopes: [insightsId]
      evaluationFrequency: alert.every
      windowSize: alert.every
      autoMitigate: true
      criteria: {
        allOf: [
          {
            query: alert.query
            timeAggregation: 'Count'
            operator: 'GreaterThan'
            threshold: 0
            failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
          }
        ]
      }
      actions: { actionGroups: [people.id] }
    }
  }
]

resource ofDatabase 'Microsoft.Insights/metricAlerts@2018-03-01' = [
  for alert in databaseAlerts: {
    name: 'alert-${name}-database-${alert.name}'
    location: 'global'
    tags: tags
    properties: {
      description: 'The database is short of: ${alert.name}.'
      enabled: true
      severity: alert.severity
      scopes: [databaseId]
      evaluationFrequency: 'PT5M'
      windowSize: 'PT15M'
      criteria: {
        'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
        allOf: [
          {
            name: alert.name
            criterionType: 'StaticThresholdCriterion'
            metricNamespace: 'Microsoft.DBforPostgreSQL/flexibleServers'
            metricName: alert.metric
            operator: 'GreaterThan'
            threshold: alert.above
            timeAggregation: 'Average'
          }
        ]
      }
      actions: [{ actionGroupId: people.id }]
    }
  }
]

resource availability 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: 'alert-${name}-storage-availability'
  location: 'global'
  tags: tags
  properties: {
    description: 'Blob storage answers fewer than 99 of 100 calls.'
    enabled: true
    severity: 2
    scopes: [storageId]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT15M'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          name: 'availability'
          criterionType: 'StaticThresholdCriterion'
          metricNamespace: 'Microsoft.Storage/storageAccounts'
          metricName: 'Availability'
          operator: 'LessThan'
          threshold: 99
          timeAggregation: 'Average'
        }
      ]
    }
    actions: [{ actionGroupId: people.id }]
  }
}

output groupId string = people.id
