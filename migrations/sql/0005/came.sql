-- How many customers (each with a sign) came by month and channel.
SELECT date_trunc('month', since::timestamp)::date AS month,
       coalesce(channel, -1) AS channel,
       sum(sign)::integer AS new_customers
FROM ({rows}) AS customer
GROUP BY 1, 2
