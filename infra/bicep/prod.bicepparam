using 'main.bicep'

param environmentName = readEnvironmentVariable('AZURE_ENV_NAME', 'prod')
param location = readEnvironmentVariable('AZURE_LOCATION', 'westeurope')
param databaseAdministrators = [
  {
    objectId: readEnvironmentVariable('AZURE_PRINCIPAL_ID', '')
    name: readEnvironmentVariable('AZURE_PRINCIPAL_NAME', '')
    type: 'ServicePrincipal'
  }
]
param alertMail = readEnvironmentVariable('ALERT_MAIL', '')
param currency = readEnvironmentVariable('CURRENCY', 'EUR')
param businessTimeZone = readEnvironmentVariable('BUSINESS_TIME_ZONE', 'UTC')
param companyName = readEnvironmentVariable('COMPANY_NAME', '')
param companyIban = readEnvironmentVariable('COMPANY_IBAN', '')
param size = 'medium'
param highAvailability = true
param monthlyBudget = 1500
param budgetStart = '2026-12-01'
